"""Checks of the corrections of Cloud Map."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def thresholds_of_custom_checks(aws: Any) -> bool:
    cloud_map = aws.client("servicediscovery")
    cloud_map.create_http_namespace(Name=name())
    space = cloud_map.list_namespaces()["Namespaces"][-1]["Id"]
    plain = cloud_map.create_service(Name=name(), NamespaceId=space)["Service"]
    checked = cloud_map.create_service(Name=name(), NamespaceId=space, HealthCheckCustomConfig={})["Service"]
    return checked["HealthCheckCustomConfig"] == {"FailureThreshold": 1} and not plain.get(
        "HealthCheckCustomConfig"
    )
