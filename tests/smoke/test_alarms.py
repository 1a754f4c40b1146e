"""Every alarm of the gallery is driven: its own metric raises it, and its topic hears of it; others do not.

Comes after the other tests of the gallery, as what is put cannot be taken back.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

from tests.metrics import DOCUMENTED, Metric, queried
from tests.smoke.chapters import GALLERY, Gallery
from tests.smoke.local import Local

pytestmark = pytest.mark.capability("ops.alarms", "behaves")
CHAPTERS = {
    file.stem: examples[0]
    for file in sorted(GALLERY.glob("*.tf"))
    if file.stem != "operations"  # they watch what callers name: test_composite_alarms.py drives them
    and (examples := re.findall(r'^module "(\w+)"', file.read_text(), re.MULTILINE))
}
OVER = 1000.0  # what raises an alarm, whatever it is divided by
SHARED = {
    "connects",
    "free",
    "invocations",
    "messages",
    "requests",
    "returned",
    "sent",
}  # what it is divided by
T = TypeVar("T")
AWAY = "-of-a-neighbour"

Dimensions = dict[str, str]
Data = list[tuple["Alarm", "Watched", Dimensions, tuple[float, ...]]]  # values period by period, newest last


@dataclass(frozen=True)
class Watched:
    """A metric that an alarm watches, with values that raise it and one that does not."""

    namespace: str
    name: str
    dimensions: Dimensions
    raising: tuple[float, ...]
    quiet: float
    anywhere: frozenset[str] = frozenset()  # dimensions that may have any value

    def neighbours(self) -> Iterator[Dimensions]:
        """The same metric of others: each dimension changed, one taken away, one more."""
        for name in self.dimensions.keys() - self.anywhere:
            yield {**self.dimensions, name: self.dimensions[name] + AWAY}
        yield dict(list(self.dimensions.items())[1:])
        yield {**self.dimensions, "Neighbour": "yes"}


@dataclass(frozen=True)
class Alarm:
    """An alarm as it is described, in its region."""

    region: str
    described: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.described["AlarmName"])

    @property
    def period(self) -> int:
        """In seconds."""
        queries = [each.get("MetricStat", each) for each in self.described.get("Metrics") or []]
        return next(int(each["Period"]) for each in [self.described, *queries] if each.get("Period"))

    @property
    def watched(self) -> list[Watched]:
        """Every metric that it looks at."""
        limit, periods = self.described["Threshold"], self.described["EvaluationPeriods"]
        over = limit + max(1.0, abs(limit)) * (
            -1 if self.described["ComparisonOperator"].startswith("Less") else 1
        )
        if not self.described.get("Metrics"):
            return [_single(self.described, (over,) * periods, limit)]
        queries = {each["Id"]: each for each in self.described["Metrics"]}
        if metric := queried(
            next((each["Expression"] for each in queries.values() if "Expression" in each), "")
        ):
            return [_of_query(self.described["Metrics"][0]["Expression"], metric, (over,) * periods, limit)]
        shared = SHARED | ({"limit"} if "used" in queries else set())
        grows = any(each.get("Expression", "").startswith("DIFF") for each in queries.values())
        raising = tuple(OVER + number for number in range(periods + 1)) if grows else (OVER,) * periods
        return [
            _single(
                each["MetricStat"]["Metric"], *(((10.0,) * periods, 10.0) if id in shared else (raising, 0.0))
            )
            for id, each in queries.items()
            if "MetricStat" in each
        ]


def _single(metric: Mapping[str, Any], raising: tuple[float, ...], quiet: float) -> Watched:
    dimensions = {each["Name"]: each["Value"] for each in metric["Dimensions"]}
    return Watched(metric["Namespace"], metric["MetricName"], dimensions, raising, quiet)


def _of_query(text: str, metric: Metric, raising: tuple[float, ...], quiet: float) -> Watched:
    equal = dict(re.findall(r"(\w+) = '([^']+)'", text))
    rest = metric.dimensions - equal.keys()
    return Watched(
        metric.namespace, metric.name, dict.fromkeys(sorted(rest), "any") | equal, raising, quiet, rest
    )


@pytest.fixture(scope="module", params=sorted(CHAPTERS))
def alarms(request: pytest.FixtureRequest, local: Local, gallery: Gallery) -> list[Alarm]:
    """All of a chapter."""
    chapter = gallery.chapter(CHAPTERS[request.param])
    arns = [
        instance["attributes"]["arn"]
        for resource in chapter.terraform.read_state()["resources"]
        if resource["type"] == "aws_cloudwatch_metric_alarm"
        and resource["module"].count("module.") > 1  # of a module, not of an example
        for instance in resource["instances"]
    ]
    if not arns:
        pytest.skip("no alarms in this chapter")
    found = [
        Alarm(region, described)
        for region in sorted({arn.split(":")[3] for arn in arns})
        for some in _batched([arn.split(":", 6)[6] for arn in arns if arn.split(":")[3] == region], 50)
        for described in local.client("cloudwatch", region).describe_alarms(AlarmNames=list(some))[
            "MetricAlarms"
        ]
    ]
    assert len(found) == len(arns)
    return found


def test_alarms_watch_what_is_measured(alarms: list[Alarm]) -> None:
    watched = {
        Metric(each.namespace, each.name, frozenset(each.dimensions)): alarm.name
        for alarm in alarms
        for each in alarm.watched
    }
    assert {metric: name for metric, name in watched.items() if metric not in DOCUMENTED} == {}


def test_an_alarm_is_raised_by_its_own_metric_alone(local: Local, alarms: list[Alarm]) -> None:
    # Others are raised already, by what services measured.
    calm = [alarm for alarm in alarms if alarm.name not in _raised(local, alarms)]
    assert calm
    own = [(each.name, each.dimensions) for alarm in alarms for each in alarm.watched]
    each_metric = [(alarm, watched) for alarm in calm for watched in alarm.watched]
    _put(
        local,
        [
            (alarm, watched, dimensions, watched.raising)
            for alarm, watched in each_metric
            for dimensions in watched.neighbours()
            if (watched.name, dimensions) not in own
        ],
    )
    _put(
        local,
        [
            (alarm, watched, watched.dimensions, (watched.quiet,) * len(watched.raising))
            for alarm, watched in each_metric
            if alarm.described.get("Statistic") != "Minimum"  # it would stay the least of its minute
        ],
    )
    assert _raised(local, calm) == set()

    with _listening(local, alarms) as heard:
        missing, deadline = {alarm.name for alarm in calm}, time.monotonic() + 90
        # Put again: when a minute ends in between, what is filled with zeros is not high for long enough.
        while missing and time.monotonic() < deadline:
            _put(
                local,
                [
                    (alarm, watched, watched.dimensions, watched.raising)
                    for alarm, watched in each_metric
                    if alarm.name in missing
                ],
            )
            time.sleep(1)
            missing -= heard()
        assert missing == set()


def _batched(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _put(local: Local, data: Data) -> None:
    now = time.time()
    made: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for alarm, watched, dimensions, values in data:
        named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
        for age, value in enumerate(reversed(values)):
            made.setdefault((alarm.region, watched.namespace), []).append(
                {
                    "MetricName": watched.name,
                    "Dimensions": named,
                    "Timestamp": now - age * alarm.period,
                    "Value": value,
                }
            )
    for (region, namespace), metrics in made.items():
        for some in _batched(metrics, 500):
            local.client("cloudwatch", region).put_metric_data(Namespace=namespace, MetricData=list(some))


def _raised(local: Local, alarms: list[Alarm]) -> set[str]:
    """The names of those that are in ALARM."""
    return {
        described["AlarmName"]
        for region in {alarm.region for alarm in alarms}
        for some in _batched([alarm.name for alarm in alarms if alarm.region == region], 50)
        for described in local.client("cloudwatch", region).describe_alarms(AlarmNames=list(some))[
            "MetricAlarms"
        ]
        if described["StateValue"] == "ALARM"
    }


@contextmanager
def _listening(local: Local, alarms: list[Alarm]) -> Iterator[Callable[[], set[str]]]:
    """Subscribed to the topics of alarms; gives the names of those that were heard to be raised."""
    sqs = local.client("sqs")
    topics = {action for alarm in alarms for action in alarm.described["AlarmActions"]}
    assert topics
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    url = sqs.create_queue(QueueName=f"alarms-{time.time_ns()}", Attributes={"Policy": policy})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    subscriptions = [
        _topics_of(local, topic).subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=arn, ReturnSubscriptionArn=True
        )["SubscriptionArn"]
        for topic in sorted(topics)
    ]
    names: set[str] = set()

    def heard() -> set[str]:
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                notice = json.loads(json.loads(message["Body"])["Message"])
                names.update({notice["AlarmName"]} if notice["NewStateValue"] == "ALARM" else ())
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return names

    try:
        yield heard
    finally:
        for subscription in subscriptions:
            _topics_of(local, subscription).unsubscribe(SubscriptionArn=subscription)
        sqs.delete_queue(QueueUrl=url)


def _topics_of(local: Local, arn: str) -> Any:
    """A client in the region of a topic or a subscription."""
    return local.client("sns", arn.split(":")[3])
