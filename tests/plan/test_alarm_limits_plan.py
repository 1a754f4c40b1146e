"""Alarms go off when their text says, watch what exists, and notify.

That they watch what AWS measures: tests/unit/test_module_alarms.py. That they fire: the smoke tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from tests.plan.examples import Planned, Resource

pytestmark = pytest.mark.slow

ALARM = "aws_cloudwatch_metric_alarm"
# How long something may be wrong until an alarm notifies: one of these in all modules. Of the longest two,
# some of the minutes are enough.
PATIENCE = {(1, 60), (3, 60), (5, 60), (10, 60), (1, 300), (15, 60), (30, 60)}
# What is measured once an hour or a day: backup jobs, days that a certificate is still valid.
PATIENCE |= {(1, 3600), (1, 86400)}
# Values of dimensions that no resource has: what is done, and all of a kind.
_OF_NO_RESOURCE = {
    "Broker ID": ("1", "2", "3", "4"),
    "Consumer Group": ("billing", "example-kafka-complete"),
    "Topic": ("orders",),
    "Operation": (
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactWriteItems",
        "UpdateItem",
    ),
    "Role": ("WRITER",),
    "Rule": ("ALL",),
}
_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-])")
# From the text's unit to the metric's: s in ms, percent as a share, MB and GB in bytes, percent of s in ms.
UNITS = (1, 1000, 0.001, 0.01, 10, 2**20, 2**30, 2**30 / 100)
_BELOW = re.compile(r"\b(less|fewer) than\b", re.IGNORECASE)
# Alarms that notify when there is no data: what should run does not.
_GONE = re.compile(r"^Fewer than ")


def _alarms(planned: Planned) -> list[Resource]:
    """Those whose limits the modules choose: of operations/alarms they are its callers'."""
    return [alarm for alarm in planned.of_type(ALARM) if alarm.module != "operations/alarms"]


def test_alarms_call_somebody_when_they_go_off_and_when_it_is_over(planned: Planned) -> None:
    silent = [
        alarm.address
        for alarm in _alarms(planned)
        for when in ("alarm_actions", "ok_actions")
        if not (alarm.values.get(when) or alarm.unknown.get(when))
    ]
    assert silent == []


def test_alarms_go_off_at_the_number_that_their_text_names(planned: Planned) -> None:
    wrong = []
    for alarm in _alarms(planned):
        limit, text = alarm.values["threshold"], _text(alarm)
        if (
            limit is not None
            and text
            and not any(abs(limit - each) < 1e-9 for each in _named(text, planned, alarm))
        ):
            wrong.append((alarm.address, limit, text))
    assert wrong == []


def test_alarms_go_off_on_the_side_that_their_text_names(planned: Planned) -> None:
    wrong = []
    for alarm in _alarms(planned):
        below = alarm.values["comparison_operator"].startswith("Less")
        # A share of successes, of which less than all is a failure.
        means_below = (bool(_BELOW.search(_text(alarm))) and not _of_use(alarm)) or (
            alarm.values["metric_name"] or ""
        ).endswith(".Success")
        if below != means_below:
            wrong.append((alarm.address, alarm.values["comparison_operator"], _text(alarm)))
        for statistic in _statistics(alarm):
            # The lowest of many values says nothing of the highest, unless all of them have to be high.
            lasting = "for ten minutes" in _text(alarm)
            if statistic == ("Maximum" if below else "Minimum") and not lasting and not _is_a_divisor(alarm):
                wrong.append((alarm.address, statistic, _text(alarm)))
    assert wrong == []


def test_alarms_make_of_missing_data_what_it_means(planned: Planned) -> None:
    wrong = []
    for alarm in _alarms(planned):
        meant = "breaching" if _GONE.match(_text(alarm)) else "notBreaching"
        if _namespace(alarm) == "AWS/RDS":
            # A database that measures nothing is in trouble; one of Aurora may be paused.
            is_up = alarm.values["metric_name"] == "CPUUtilization" and planned.module == "data/rds"
            meant = "breaching" if is_up else "missing"
        if alarm.values["treat_missing_data"] != meant:
            wrong.append((alarm.address, alarm.values["treat_missing_data"], meant))
    assert wrong == []


def test_alarms_have_the_patience_of_all_others(planned: Planned) -> None:
    wrong = []
    for alarm in _alarms(planned):
        for period in {each["period"] for each in _measures(alarm)}:
            if (alarm.values["evaluation_periods"], period) not in PATIENCE:
                wrong.append((alarm.address, alarm.values["evaluation_periods"], period))
    assert wrong == []


def test_alarms_look_at_what_is_there(planned: Planned) -> None:
    names = {
        text for resource in planned.resources if resource.type != ALARM for text in _texts(resource.values)
    }
    wrong = [
        (alarm.address, name, value)
        for alarm in _alarms(planned)
        for measure in _measures(alarm)
        for name, value in (measure.get("dimensions") or {}).items()
        if value not in names | {None, *_OF_NO_RESOURCE.get(name, ())} and _active(value) not in names
    ]
    assert wrong == []


def _active(name: str) -> str:
    """The name of the whole, of which AWS names parts: brokers orders-1 and orders-2, nodes carts-0001-002.

    https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-logging-monitoring.html
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
    """
    return re.sub(r"-[12]$|(-\d{4})?-\d{3}$", "", name)


def test_shares_are_shares(planned: Planned) -> None:
    """All counts alike, the share is all of it, or half where two are added up below the line."""
    wrong = []
    for alarm in _alarms(planned):
        for query in alarm.values.get("metric_query") or []:
            if "/" in (expression := query.get("expression") or ""):
                ids = {each["id"]: 1 for each in alarm.values["metric_query"]}
                share = eval(
                    expression, {"IF": lambda yes, a, b: a if yes else b, "FILL": lambda a, _: a, **ids}
                )
                if share not in (50, 100):
                    wrong.append((alarm.address, expression))
    assert wrong == []


def _of_use(alarm: Resource) -> bool:
    """Whether the text says what is left, and the metric measures what is used."""
    return " left" in _text(alarm) and "Usage" in (alarm.values["metric_name"] or "")


def _text(alarm: Resource) -> str:
    return alarm.values.get("alarm_description") or ""


def _named(text: str, planned: Planned, alarm: Resource) -> Iterator[float]:
    """What the text can mean: its numbers, or one of another; without any, nothing, or what an input says."""
    numbers = [float(each) for each in _NUMBER.findall(text)]
    pairs = [a * b for a, b in combinations(numbers, 2)]
    yield from (number * unit for number in numbers + pairs for unit in UNITS)
    given = [each for name, each in planned.inputs(alarm.call).items() if name.startswith("alarm_")]
    limits = [float(each) for each in given if _is_number(each)]
    # An input of 1 could be anybody's.
    yield from limits if not numbers else [each for each in limits if each > 1]
    if not numbers:
        yield 1.0 if (alarm.values["metric_name"] or "").endswith(".Success") else 0.0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _measures(alarm: Resource) -> list[dict[str, Any]]:
    """The metrics of an alarm, wherever it has them."""
    if alarm.values.get("metric_name"):
        return [dict(alarm.values)]
    return [
        metric for query in alarm.values.get("metric_query") or [] for metric in query.get("metric") or []
    ]


def _statistics(alarm: Resource) -> list[str]:
    return [str(each.get("statistic") or each.get("stat")) for each in _measures(alarm)]


def _is_a_divisor(alarm: Resource) -> bool:
    """Whether the lowest value makes the highest share: free space, below the line."""
    return any(
        "/ free" in (query.get("expression") or "") for query in alarm.values.get("metric_query") or []
    )


def _namespace(alarm: Resource) -> str:
    return next((each["namespace"] for each in _measures(alarm)), "")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
