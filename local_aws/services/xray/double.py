"""X-Ray's groups, sampling rules, key and policies; the rest of it is moto's.

https://docs.aws.amazon.com/xray/latest/api/
"""

from local_aws.double.hints import Kind, Record, Service, Values

_ARN = "arn:aws:xray:{region}:{account}"


def _without_key(config: Record, request: Values) -> None:
    if request["Type"] == "NONE":
        config.values.pop("KeyId", None)


SERVICE = Service(
    "xray",
    rest_elsewhere=True,
    kinds=(
        Kind(
            "Group",
            members=("GroupName", "GroupARN"),
            made={
                "GroupARN": f"{_ARN}:group/{{GroupName}}/{{new}}",
                "InsightsConfiguration": {"InsightsEnabled": False, "NotificationsEnabled": False},
            },
        ),
        Kind(
            "SamplingRule",
            members=("RuleName", "RuleARN"),
            inside=("SamplingRuleRecord", "SamplingRuleUpdate"),
            made={"RuleARN": f"{_ARN}:sampling-rule/{{RuleName}}"},
        ),
        Kind(
            "EncryptionConfig",
            theirs=True,
            alone=True,
            made={"Status": "ACTIVE", "Type": "NONE"},
            rules={"update": _without_key},
            operations={"PutEncryptionConfig": ("update", {})},
        ),
        Kind(
            "ResourcePolicy",
            members=("PolicyName",),
            plural="ResourcePolicies",
            made={"PolicyRevisionId": "{new}"},
            operations={"PutResourcePolicy": ("put", {})},
        ),
    ),
)
