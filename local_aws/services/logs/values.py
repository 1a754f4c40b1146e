"""CloudWatch Logs: values that it refuses and that its model allows."""

from local_aws.edge.errors import Refusal
from local_aws.values import Request, policies, values

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)

_LONGEST_POLICY = 5_120


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


@values("PutResourcePolicy")
def policy(request: Request) -> Refusal | None:
    """A resource policy is well-formed; one of the account is not longer than 5,120 characters.

    MiniStack itself refuses an eleventh of a region. The model allows longer ones, of log groups.
    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/cloudwatch_limits_cwl.html
    """
    text = request.parameters.get("policyDocument")
    if not text:
        return None
    if problem := policies.malformed(text, "resource"):
        return Refusal("InvalidParameterException", problem)
    if policies.size(text) > _LONGEST_POLICY and not request.parameters.get("resourceArn"):
        return Refusal(
            "InvalidParameterException",
            f"1 validation error detected: Value '{text}' at 'policyDocument' failed to satisfy constraint: "
            f"Member must have length less than or equal to {_LONGEST_POLICY}",
        )
    return None
