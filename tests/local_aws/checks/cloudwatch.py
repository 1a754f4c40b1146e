"""Checks of the corrections of CloudWatch alarms."""

import json
import time
from typing import Any

from tests.local_aws.checks import (
    ACCOUNT,
    bodies,
    check,
    deploy,
    document,
    eventually,
    flat,
    name,
    query,
    queue,
    refused_as,
    user,
)


@check
def alarms_in_the_query_protocol(aws: Any) -> bool:
    alarm = {
        "AlarmName": name(),
        "AlarmDescription": "a & b",
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 3,
        "Threshold": 5.0,
        "TreatMissingData": "notBreaching",
        "ActionsEnabled": False,
        "InsufficientDataActions": [f"arn:aws:sns:eu-west-1:{ACCOUNT}:t"],
        "Metrics": [
            {"Id": "rate", "Expression": "100 * errors", "Label": "%", "ReturnData": True},
            {
                "Id": "errors",
                "ReturnData": False,
                "MetricStat": {
                    "Period": 60,
                    "Stat": "Sum",
                    "Metric": {
                        "Namespace": "AWS/Lambda",
                        "MetricName": "Errors",
                        "Dimensions": [{"Name": "FunctionName", "Value": "f"}],
                    },
                },
            },
        ],
    }
    parameters = {"Action": "PutMetricAlarm", "Version": "2010-08-01", **dict(flat("", alarm))}
    query(aws, "monitoring", parameters)
    described = query(
        aws,
        "monitoring",
        {"Action": "DescribeAlarms", "Version": "2010-08-01", "AlarmNames.member.1": alarm["AlarmName"]},
    )
    wanted = (
        "<AlarmDescription>a &amp; b</AlarmDescription>",
        "<TreatMissingData>notBreaching</TreatMissingData>",
        "<ActionsEnabled>false</ActionsEnabled>",
        "<Expression>100 * errors</Expression>",
        "<MetricName>Errors</MetricName>",
        "<Value>f</Value>",
        "<Stat>Sum</Stat>",
    )
    return all(part in described for part in wanted) and "<Statistic>" not in described


@check
def suppressors_of_composite_alarms(aws: Any) -> bool:
    watch, child, composite = aws.client("cloudwatch"), name(), name()
    watch.put_metric_alarm(
        AlarmName=child,
        Namespace="Orders",
        MetricName="Lost",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    asked = {
        "AlarmRule": f"ALARM({child})",
        "ActionsSuppressor": child,
        "ActionsSuppressorExtensionPeriod": 60,
        "ActionsSuppressorWaitPeriod": 120,
    }
    watch.put_composite_alarm(AlarmName=composite, **asked)
    query(
        aws,
        "monitoring",
        dict(flat("", {"Action": "PutCompositeAlarm", "AlarmName": f"{composite}-2", **asked})),
    )
    found = watch.describe_alarms(AlarmNamePrefix=composite, AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    return [{name: each.get(name) for name in asked} for each in found] == [asked, asked]


@check
def rights_of_alarm_actions(aws: Any) -> bool:
    sns, cloudwatch = aws.client("sns"), aws.client("cloudwatch")
    url, target = queue(aws, "sns")
    topic = sns.create_topic(Name=name())["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=target)

    def alarm() -> str:
        called = name()
        cloudwatch.put_metric_alarm(
            AlarmName=called,
            AlarmActions=[topic],
            Namespace="shop",
            MetricName="orders",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )
        cloudwatch.set_alarm_state(AlarmName=called, StateValue="ALARM", StateReason="tried")
        (done,) = cloudwatch.describe_alarm_history(AlarmName=called, HistoryItemType="Action")[
            "AlarmHistoryItems"
        ]
        return str(done["HistorySummary"]).partition(" ")[0]

    by_default = alarm()
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": topic}
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=document(deny))
    denied = alarm()
    return (by_default, denied) == ("Successfully", "Failed") and len(bodies(aws, url)) == 1


def _alarm(watch: Any, **settings: Any) -> str:
    """A new alarm of one period of one minute over zero, with these settings."""
    called = name()
    needed = {"ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1, "Threshold": 0.0}
    watch.put_metric_alarm(AlarmName=called, **needed | settings)
    return called


def _put(
    watch: Any, metric: str, *values: float | None, namespace: str = "Orders", **dimensions: str
) -> None:
    """One value for each of the last minutes, the newest last; none where it is None."""
    now = time.time()
    datum = {"MetricName": metric, "Dimensions": [{"Name": k, "Value": v} for k, v in dimensions.items()]}
    ages = range(len(values) - 1, -1, -1)
    data = [
        {**datum, "Value": value, "Timestamp": now - 60 * age}
        for value, age in zip(values, ages, strict=True)
        if value is not None
    ]
    watch.put_metric_data(Namespace="Orders", MetricData=data)


def _states(watch: Any, *alarms: str) -> list[str]:
    found = watch.describe_alarms(AlarmNames=list(alarms))["MetricAlarms"]
    states = {alarm["AlarmName"]: alarm["StateValue"] for alarm in found}
    return [states[each] for each in alarms]


@check
def states_of_alarms(aws: Any) -> bool:
    watch, metric = aws.client("cloudwatch"), name()
    one = {"Namespace": "Orders", "MetricName": metric, "Period": 60, "Statistic": "Sum"}
    mine = one | {"Dimensions": [{"Name": "Queue", "Value": "mine"}]}
    of_neighbour = _alarm(watch, **mine)
    of_three = _alarm(watch, **one, EvaluationPeriods=3)
    two_of_three = _alarm(watch, **one, EvaluationPeriods=3, DatapointsToAlarm=2)
    share = _alarm(
        watch,
        Threshold=50.0,
        Metrics=[
            {"Id": "share", "Expression": "IF(all > 0, 100 * FILL(bad, 0) / all, 0)"},
            *(
                {
                    "Id": each,
                    "ReturnData": False,
                    "MetricStat": {
                        "Metric": {"Namespace": "Orders", "MetricName": f"{metric}-{each}"},
                        "Period": 60,
                        "Stat": "Sum",
                    },
                }
                for each in ("all", "bad")
            ),
        ],
    )
    zones = f"SELECT SUM(\"{metric}\") FROM SCHEMA(Orders, Queue, Zone) WHERE Queue = 'mine'"
    everywhere = _alarm(
        watch,
        Metrics=[{"Id": "q", "Period": 60, "Expression": zones}],
    )
    _put(watch, metric, 1, Queue="other")
    untouched = _states(watch, of_neighbour, of_three, everywhere)
    _put(watch, metric, 1, Queue="mine")
    _put(watch, metric, 1, Queue="mine", Zone="a")
    _put(watch, metric, 1, 0, 1)
    _put(watch, f"{metric}-all", 10)
    few = _states(watch, of_neighbour, of_three, two_of_three, share, everywhere)
    _put(watch, metric, 1, 1, 1)
    _put(watch, f"{metric}-bad", 6)
    many = _states(watch, of_three, share)
    return (untouched, few, many) == (
        ["INSUFFICIENT_DATA"] * 3,
        ["ALARM", "OK", "ALARM", "OK", "ALARM"],
        ["ALARM", "ALARM"],
    )


@check
def alarms_of_time(aws: Any) -> bool:
    """A function that fails raises the alarm of its errors, without anybody putting a metric."""
    watch, functions = aws.client("cloudwatch"), aws.client("lambda")
    function = deploy(aws, "def handler(event, context):\n    raise ValueError('no')\n")
    alarm = _alarm(
        watch,
        Namespace="AWS/Lambda",
        MetricName="Errors",
        Dimensions=[{"Name": "FunctionName", "Value": function}],
        Period=60,
        Statistic="Sum",
    )
    functions.invoke(FunctionName=function, Payload=b"{}")

    def alarmed() -> bool:
        history = watch.describe_alarm_history(AlarmName=alarm, HistoryItemType="StateUpdate")
        return any("to ALARM" in each["HistorySummary"] for each in history["AlarmHistoryItems"])

    return bool(eventually(alarmed, 5))


@check
def actions_that_are_kept_back(aws: Any) -> bool:
    """Two composite alarms of one symptom, of which one is kept back; then the other way round."""
    watch, sns = aws.client("cloudwatch"), aws.client("sns")
    url, target = queue(aws, "sns")
    topic = sns.create_topic(Name=name())["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=target)
    symptom, quiet = (_alarm(watch, **_LOST, MetricName=name()) for _ in range(2))

    def composite(wait: int, extension: int) -> str:
        called = name()
        watch.put_composite_alarm(
            AlarmName=called,
            AlarmRule=f"ALARM({symptom})",
            AlarmActions=[topic],
            OKActions=[topic],
            ActionsSuppressor=quiet,
            ActionsSuppressorWaitPeriod=wait,
            ActionsSuppressorExtensionPeriod=extension,
        )
        return called

    def by(alarm: str) -> str | None:
        found = watch.describe_alarms(AlarmNames=[alarm], AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
        return found[0].get("ActionsSuppressedBy")  # type: ignore[no-any-return]

    def state(alarm: str, value: str) -> None:
        watch.set_alarm_state(AlarmName=alarm, StateValue=value, StateReason="tried")

    def heard() -> list[tuple[str, str]]:
        notices = [json.loads(each["Message"]) for each in bodies(aws, url)]
        return [(each["AlarmName"], each["NewStateValue"]) for each in notices]

    at_once, patient = composite(0, 1), composite(600, 0)
    heard()
    state(symptom, "ALARM")
    waits = by(patient)
    first = heard()
    state(symptom, "OK")  # nothing was told, so there is nothing to take back
    state(quiet, "ALARM")
    after = heard()
    state(symptom, "ALARM")
    kept = by(at_once)
    silence = heard()
    state(quiet, "OK")
    extended = by(at_once)
    return (
        (first, waits, kept, extended) == ([(at_once, "ALARM")], "WaitPeriod", "Alarm", "ExtensionPeriod")
        and (at_once, "OK") in after
        and silence == []
        and eventually(lambda: (at_once, "ALARM") in heard(), 5)
    )


_LOST = {"Namespace": "Orders", "Period": 60, "Statistic": "Sum"}


@check
def namespaces_of_metrics(aws: Any) -> bool:
    only = {"StringEquals": {"cloudwatch:namespace": "Orders"}}
    rights = {"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*", "Condition": only}
    watch, datum = user(aws, name(), rights)("cloudwatch"), [{"MetricName": name(), "Value": 1.0}]
    watch.put_metric_data(Namespace="Orders", MetricData=datum)
    refused = refused_as(watch.put_metric_data, Namespace="Users", MetricData=datum)
    return refused in ("AccessDenied", "AccessDeniedException")
