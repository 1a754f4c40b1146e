"""What spans the alarms of one service: who is told what, and when nobody is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.smoke.chapters import Gallery
from tests.smoke.granted import may
from tests.smoke.local import Local

pytestmark = pytest.mark.capability("ops.alarms", "behaves")

Heard = Callable[[], set[tuple[str, str, str]]]  # severity, alarm, state
NAME = "example-alarms-complete"
API = [{"Name": "ApiId", "Value": "a1b2c3d4e5"}, {"Name": "Stage", "Value": "$default"}]


@pytest.fixture(scope="module")
def service(gallery: Gallery) -> dict[str, Any]:
    found: dict[str, Any] = gallery["alarms_complete"]
    return found


@pytest.fixture
def watch(local: Local) -> Any:
    return local.client("cloudwatch")


@pytest.fixture
def heard(local: Local, service: dict[str, Any]) -> Iterator[Heard]:
    """What the topics told since the last look, after a moment for what is under way."""
    sqs, sns = local.client("sqs"), local.client("sns")
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    url = sqs.create_queue(QueueName=f"heard-{time.time_ns()}", Attributes={"Policy": policy})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    severities = {topic: severity for severity, topic in service["topics"].items()}
    subscriptions = [
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, ReturnSubscriptionArn=True)
        for topic in severities
    ]

    def look() -> set[tuple[str, str, str]]:
        told = set()
        while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get(
            "Messages"
        ):
            for message in found:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                body = json.loads(message["Body"])
                notice = json.loads(body["Message"])
                alarm = notice["AlarmName"].removeprefix(f"{NAME}-")
                told.add((severities[body["TopicArn"]], alarm, notice["NewStateValue"]))
        return told

    yield look
    for subscription in subscriptions:
        sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
    sqs.delete_queue(QueueUrl=url)


def test_a_metric_raises_an_alarm_which_notifies_and_is_followed_by_its_composite(
    watch: Any, service: dict[str, Any], heard: Heard
) -> None:
    queue = [{"Name": "QueueName", "Value": service["queue"]["dead_letter_queue"]["name"]}]
    _put(watch, "AWS/SQS", "ApproximateNumberOfMessagesVisible", queue, [1.0])
    assert heard() == {("note", "queue-dead-letters", "ALARM"), ("ticket", "lost", "ALARM")}
    # What users notice says it already.
    _set(watch, "queue-age", "ALARM")
    assert heard() == {
        ("note", "queue-age", "ALARM"),
        ("page", "users", "ALARM"),
        ("ticket", "lost", "OK"),
    }
    _set(watch, "queue-age", "OK")
    assert ("page", "users", "OK") in heard()


def test_nobody_is_told_while_a_deployment_runs(watch: Any, heard: Heard) -> None:
    _set(watch, "suppressor", "ALARM")
    _set(watch, "queue-age", "ALARM")
    assert ("page", "users", "ALARM") not in heard()
    (users,) = watch.describe_alarms(AlarmNames=[f"{NAME}-users"], AlarmTypes=["CompositeAlarm"])[
        "CompositeAlarms"
    ]
    assert (users["StateValue"], users["ActionsSuppressedBy"]) == ("ALARM", "Alarm")
    _set(watch, "suppressor", "OK")  # and is told what is still wrong when it is over
    assert ("page", "users", "ALARM") in heard()
    _set(watch, "queue-age", "OK")
    heard()
    # What was over before the deployment was, nobody needs to know.
    for alarm, state in (
        ("suppressor", "ALARM"),
        ("queue-age", "ALARM"),
        ("queue-age", "OK"),
        ("suppressor", "OK"),
    ):
        _set(watch, alarm, state)
    assert {alarm for _, alarm, _ in heard()} == {"queue-age", "lost"}  # neither of them is suppressed


def test_what_is_unusual_is_told_by_the_composite_that_counts_it_or_by_itself(
    watch: Any, heard: Heard
) -> None:
    def raised() -> set[tuple[str, str, str]]:
        return {each for each in heard() if each[2] == "ALARM"}

    usual = [10.0, 12.0] * 5
    _put(watch, "Orders", "Total", [], usual)
    _put(watch, "AWS/ApiGateway", "Count", API, usual, samples=True)
    assert raised() == set()
    _put(watch, "Orders", "Total", [], [90000.0])
    assert raised() == {("note", "totals", "ALARM")}
    _put(watch, "AWS/ApiGateway", "Count", API, [400.0, 400.0], samples=True)
    assert raised() == {("page", "users", "ALARM")}


def test_a_budget_that_burns_wakes_somebody(watch: Any, heard: Heard) -> None:
    def burning() -> set[tuple[str, str, str]]:
        return {each for each in heard() if each[1].startswith(("availability", "latency"))}

    orders = [{"Name": "Service", "Value": "orders"}]
    _put(watch, "Orders", "Latency", orders, [200.0] * 100, spread=False)
    _put(watch, "AWS/ApiGateway", "Count", API, [20_000.0], samples=True)
    _put(watch, "AWS/ApiGateway", "5xx", API, [20.0])
    assert burning() == set()
    _put(watch, "AWS/ApiGateway", "5xx", API, [600.0])
    assert burning() == {("page", "availability-fast", "ALARM"), ("ticket", "availability-slow", "ALARM")}
    _put(watch, "Orders", "Latency", orders, [900.0] * 50, spread=False)
    assert burning() == {("page", "latency-fast", "ALARM"), ("ticket", "latency-slow", "ALARM")}


def test_who_deploys_may_suppress_and_nothing_else(local: Local, watch: Any, service: dict[str, Any]) -> None:
    suppressor = service["alarms"]["suppressor"]
    datum = [{"MetricName": suppressor["metric"], "Value": 1.0}]
    with may(local, service["alarms"]["grants"]["suppress"], "cloudwatch") as pipeline:
        with pytest.raises(ClientError, match="AccessDenied"):
            pipeline.put_metric_data(Namespace="Suppression/another-service", MetricData=datum)
        pipeline.put_metric_data(Namespace=suppressor["namespace"], MetricData=datum)
    (alarm,) = watch.describe_alarms(AlarmNames=[f"{NAME}-suppressor"])["MetricAlarms"]
    assert alarm["StateValue"] == "ALARM"


def _set(watch: Any, alarm: str, state: str) -> None:
    watch.set_alarm_state(AlarmName=f"{NAME}-{alarm}", StateValue=state, StateReason="tried")


def _put(
    watch: Any,
    namespace: str,
    metric: str,
    dimensions: list[dict[str, str]],
    values: list[float],
    samples: bool = False,
    spread: bool = True,
) -> None:
    """Values, the newest last: one a minute, or all now. With `samples` each is a number of values of 1."""
    now = time.time()
    data = [
        {
            "MetricName": metric,
            "Dimensions": dimensions,
            "Timestamp": now - (60 * age if spread else 0),
            **({"Values": [1.0], "Counts": [value]} if samples else {"Value": value}),
        }
        for age, value in enumerate(reversed(values))
    ]
    watch.put_metric_data(Namespace=namespace, MetricData=data)
