"""Secrets Manager: values that it refuses and that its model allows."""

import re

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

_LEAST_DAYS, _MOST_DAYS = 7, 30
_NAME = re.compile(r"[A-Za-z0-9/_+=.@!-]{1,512}")


@values("DeleteSecret")
def recovery_window(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html"""
    days = request.parameters.get("RecoveryWindowInDays")
    if days is None:
        return None
    if request.parameters.get("ForceDeleteWithoutRecovery"):
        return _invalid("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")
    if not _LEAST_DAYS <= days <= _MOST_DAYS:
        return _invalid(
            f"The RecoveryWindowInDays value must be between {_LEAST_DAYS} and {_MOST_DAYS} days (inclusive)."
        )
    return None


@values("CreateSecret")
def secret_name(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"""
    if _NAME.fullmatch(request.parameters["Name"]):
        return None
    return Refusal(
        "ValidationException",
        "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: "
        "-/_+=.@!",
    )


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterException", message)
