"""CloudWatch: metric streams and rules of Contributor Insights. Nothing is streamed or counted here.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricStream.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutInsightRule.html
"""

from typing import Any

from local_aws.double.hints import Kind, Record, Service, Values

_ARN = "arn:aws:cloudwatch:{region}:{account}"


def _switch(kind: str, member: str, state: str) -> Any:
    """Start or stop those that are named; those that are not there are left out, as AWS does."""

    def act(account: Record, request: Values) -> Values:
        from local_aws import double  # which imports this

        place = account.values["account"], account.values["region"]
        for record in double.records("cloudwatch", *place):
            if record.kind.name == kind and record.values["Name"] in request[member]:
                record.values["State"] = state
        return {"Failures": []}

    return act


def _restart(stream: Record, request: Values) -> None:
    """A change says all of a stream."""
    for name in ("ExcludeFilters", "IncludeFilters", "StatisticsConfigurations"):
        if name not in request:
            stream.values.pop(name, None)


def _define(rule: Record, request: Values) -> None:
    rule.values["Definition"] = request["RuleDefinition"]
    rule.values["State"] = request.get("RuleState", rule.values["State"])


SERVICE = Service(
    "cloudwatch",
    kinds=(
        Kind("Account", theirs=True, alone=True, made={"account": "{account}", "region": "{region}"}),
        Kind(
            "MetricStream",
            members=("Name",),
            missing="ResourceNotFoundException",
            made={
                "Arn": f"{_ARN}:metric-stream/{{Name}}",
                "IncludeLinkedAccountsMetrics": False,
                "State": "running",
            },
            operations={"PutMetricStream": ("put", {})},
            rules={"update": _restart},
        ),
        Kind(
            "InsightRule",
            members=("RuleName",),
            names=("Name",),
            missing="ResourceNotFoundException",
            made={
                "Name": "{RuleName}",
                "Arn": f"{_ARN}:insight-rule/{{RuleName}}",
                "ManagedRule": False,
                "Schema": '{{"Name": "CloudWatchLogRule", "Version": 1}}',
                "State": "ENABLED",
            },
            operations={"DeleteInsightRules": ("delete each", {}), "PutInsightRule": ("put", {})},
            rules={"create": _define, "update": _define},
        ),
    ),
    acts={
        "DisableInsightRules": ("Account", _switch("InsightRule", "RuleNames", "DISABLED")),
        "EnableInsightRules": ("Account", _switch("InsightRule", "RuleNames", "ENABLED")),
        "StartMetricStreams": ("Account", _switch("MetricStream", "Names", "running")),
        "StopMetricStreams": ("Account", _switch("MetricStream", "Names", "stopped")),
    },
    rest_elsewhere=True,
)
