"""KMS: values that it refuses and that its model allows."""

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

_LEAST_DAYS, _MOST_DAYS = 7, 30
_LEAST_ROTATION, _MOST_ROTATION = 90, 2560


@values("ScheduleKeyDeletion")
def pending_window(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html"""
    days = request.parameters.get("PendingWindowInDays", _MOST_DAYS)
    if _LEAST_DAYS <= days <= _MOST_DAYS:
        return None
    return Refusal(
        "ValidationException", f"PendingWindowInDays must be between {_LEAST_DAYS} and {_MOST_DAYS} days"
    )


@values("CreateAlias", "UpdateAlias")
def alias_name(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"""
    name: str = request.parameters["AliasName"]
    if not name.startswith("alias/") or name == "alias/":
        return Refusal(
            "ValidationException",
            'Alias must start with the prefix "alias/". Please see '
            "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
        )
    if name.startswith("alias/aws/"):
        return Refusal("NotAuthorizedException", "")
    return None
