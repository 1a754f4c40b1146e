"""Cloud Map: where the engine differs from AWS."""

from typing import Any

from moto.servicediscovery.models import Service

from local_aws.corrections import correction


@correction
def thresholds_of_custom_checks() -> None:
    """AWS: a custom health check has the failure threshold 1, always. moto: what is asked for.

    https://docs.aws.amazon.com/cloud-map/latest/api/API_HealthCheckCustomConfig.html
    """
    shown = Service.to_json

    def to_json(self: Service) -> dict[str, Any]:
        if self.health_check_custom_config is None:
            return shown(self)  # type: ignore[no-any-return]
        return {**shown(self), "HealthCheckCustomConfig": {"FailureThreshold": 1}}

    Service.to_json = to_json
