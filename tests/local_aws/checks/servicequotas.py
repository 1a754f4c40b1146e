"""Service Quotas: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check


@check
def a_quotas_default(aws: Any) -> bool:
    asked = {"ServiceCode": "vpc", "QuotaCode": "L-F678F1CE"}
    found = aws.client("service-quotas").get_aws_default_service_quota(**asked)["Quota"]
    return bool(found["QuotaName"] == "VPCs per Region" and found["Value"] == 5)
