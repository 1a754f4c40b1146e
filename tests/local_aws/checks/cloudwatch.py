"""Checks of the corrections of CloudWatch alarms."""

from typing import Any

from tests.local_aws.checks import ACCOUNT, bodies, check, document, flat, name, query, queue


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
