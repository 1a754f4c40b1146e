"""X-Ray's groups and sampling rules; the rest of it is moto's. https://docs.aws.amazon.com/xray/latest/api/"""

from tooling.emulator.double.hints import Kind, Service

_ARN = "arn:aws:xray:{region}:{account}"

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
    ),
)
