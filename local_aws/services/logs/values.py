"""CloudWatch Logs: values that it refuses and that its model allows."""

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


@values("PutRetentionPolicy")
def retention(request: Request) -> Refusal | None:
    """Only some numbers of days are kept."""
    days = request.parameters["retentionInDays"]
    if days in _DAYS:
        return None
    return Refusal(
        "InvalidParameterException",
        f"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: "
        f"Member must satisfy enum value set: [{', '.join(map(str, _DAYS))}]",
    )


@values("CreateLogGroup")
def log_group_name(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"""
    if not request.parameters["logGroupName"].startswith("aws/"):
        return None
    return Refusal("InvalidParameterException", "Log groups starting with AWS/ are reserved for AWS.")
