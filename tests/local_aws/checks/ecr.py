"""Checks of the corrections of ECR."""

from typing import Any

from tests.local_aws.checks import check
from tests.local_aws.checks.anonymous import status


@check
def registries_ask_for_a_token(aws: Any) -> bool:
    (given,) = aws.client("ecr").get_authorization_token()["authorizationData"]
    served = status(aws, "/v2/", Authorization=f"Basic {given['authorizationToken']}")
    guessed = status(aws, "/v2/", Authorization="Basic QVdTOm1pbmlzdGFjay1hdXRoLXRva2Vu")
    return (served, guessed, status(aws, "/v2/_catalog")) == (200, 401, 401)
