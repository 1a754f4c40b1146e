"""Service Quotas: where the engine differs from AWS."""

import json
from typing import Any

from moto.servicequotas.responses import ServiceQuotasResponse

from local_aws.corrections import correction


@correction
def a_quotas_default() -> None:
    """AWS: returns the default of one quota. moto: of all quotas of a service only.

    https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetAWSDefaultServiceQuota.html
    """

    def get_aws_default_service_quota(self: Any) -> str:
        asked = json.loads(self.body)
        quota = self.backend.get_service_quota(asked["ServiceCode"], asked["QuotaCode"])
        return json.dumps({"Quota": quota})

    ServiceQuotasResponse.get_aws_default_service_quota = get_aws_default_service_quota
