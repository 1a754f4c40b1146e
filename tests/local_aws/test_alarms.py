"""The state of alarms, by AWS's own tables, and the expressions they may have."""

from __future__ import annotations

import math
import time
from typing import Any

import pytest

from local_aws.services.cloudwatch import anomalies, insights, mathematics, samples
from local_aws.services.cloudwatch.evaluation import Rule
from local_aws.services.cloudwatch.mathematics import UnsupportedError

KEPT = "kept"  # whatever it was
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
# 0: within the threshold, X: breaching, -: missing; the newest last. Then the state where a missing datum is
# missing, ignore, breaching, notBreaching.
OF_THREE = {
    "0 - X - X": ("OK", "OK", "OK", "OK"),
    "- - - - 0": ("OK", "OK", "OK", "OK"),
    "- - - - -": ("INSUFFICIENT_DATA", KEPT, "ALARM", "OK"),
    "0 X X - X": ("ALARM", "ALARM", "ALARM", "ALARM"),
    "- - X - -": ("ALARM", KEPT, "ALARM", "OK"),
}
TWO_OF_THREE = {
    "0 - X - X": ("ALARM", "ALARM", "ALARM", "ALARM"),
    "0 0 X 0 X": ("ALARM", "ALARM", "ALARM", "ALARM"),
    "0 - X - -": ("OK", "OK", "ALARM", "OK"),
    "- - - - 0": ("OK", "OK", "ALARM", "OK"),
    "- - - X -": ("ALARM", KEPT, "ALARM", "OK"),
}
TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")
POINTS = {"0": 0.0, "X": 1.0, "-": None}


@pytest.mark.parametrize(
    ("needed", "shown", "treated", "state"),
    [
        (needed, shown, treated, state)
        for needed, table in ((3, OF_THREE), (2, TWO_OF_THREE))
        for shown, states in table.items()
        for treated, state in zip(TREATMENTS, states, strict=True)
    ],
)
def test_a_state_follows_from_the_last_periods(needed, shown, treated, state):
    points = [POINTS[sign] for sign in reversed(shown.split())]
    rule = Rule(lambda value: value > 0, periods=3, needed=needed, missing=treated)
    for now in ("OK", "ALARM", "INSUFFICIENT_DATA"):
        assert rule.state(points, now) == (now if state == KEPT else state)


def test_an_alarm_waits_for_its_data():
    rule = Rule(lambda value: value > 0, periods=3, needed=3, missing="missing")
    assert rule.state([1.0, None, None, None, None], "INSUFFICIENT_DATA") == "INSUFFICIENT_DATA"
    assert rule.state([1.0, 1.0, None, None, None], "INSUFFICIENT_DATA") == "INSUFFICIENT_DATA"
    assert rule.state([1.0, 1.0, 1.0, None, None], "INSUFFICIENT_DATA") == "ALARM"


A, B = {0.0: 1.0, 60.0: 2.0, 120.0: 4.0}, {60.0: 10.0, 120.0: 0.0}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a + b", {60.0: 12.0, 120.0: 4.0}),
        ("2 * (a + 1) ^ 2", {0.0: 8.0, 60.0: 18.0, 120.0: 50.0}),
        ("100 * a / b", {60.0: 20.0}),  # a division by zero gives nothing
        ("1 / 0", {}),
        ("-a", {0.0: -1.0, 60.0: -2.0, 120.0: -4.0}),
        ("a > 1 AND b > 0", {60.0: 1.0, 120.0: 0.0}),
        ("IF(b > 0, 100 * a / b, 0)", {60.0: 20.0, 120.0: 0.0}),
        ("IF(b > 0, a)", {60.0: 2.0}),
        ("FILL(b, 7)", {0.0: 7.0, 60.0: 10.0, 120.0: 0.0}),
        ("FILL(b, REPEAT)", {60.0: 10.0, 120.0: 0.0}),
        ("SUM(METRICS())", {0.0: 1.0, 60.0: 12.0, 120.0: 4.0}),
        ("SUM(FILL(METRICS(), 1))", {0.0: 2.0, 60.0: 12.0, 120.0: 4.0}),
        ("MAX([a, b])", {0.0: 1.0, 60.0: 10.0, 120.0: 4.0}),
        ("SUM(a)", 7.0),
        ("a / SUM(a)", {0.0: 1 / 7, 60.0: 2 / 7, 120.0: 4 / 7}),
        ("DIFF(a)", {60.0: 1.0, 120.0: 2.0}),
        ("RATE(a)", {60.0: 1 / 60, 120.0: 2 / 60}),
        ("ABS(0 - a)", A),
    ],
)
def test_expressions_are_evaluated_period_by_period(expression, expected):
    found: Any = mathematics.evaluate(expression, {"a": A, "b": B}, [A, B], [0.0, 60.0, 120.0])
    if isinstance(expected, float):
        assert found == expected
    else:
        assert found.keys() == expected.keys()
        assert all(math.isclose(found[time], value) for time, value in expected.items())


@pytest.mark.parametrize("expression", ["nobody", "SLICE(a)", "a +", "__import__('os')", "a.b", "FILL(a, b)"])
def test_what_is_not_evaluated_is_said(expression):
    with pytest.raises(UnsupportedError):
        mathematics.evaluate(expression, {"a": A, "b": B}, [A, B], [0.0, 60.0, 120.0])


def test_a_query_takes_the_metrics_of_its_schema_alone():
    query = insights.parse("SELECT SUM(Lost) FROM SCHEMA(\"AWS/Shop\", Zone, Shop) WHERE Shop = 'a-1'")
    assert query and query.statistic == "Sum"
    assert query.takes("AWS/Shop", "Lost", {"Shop": "a-1", "Zone": "eu-west-1a"})
    assert not query.takes("AWS/Shop", "Lost", {"Shop": "a-2", "Zone": "eu-west-1a"})
    assert not query.takes("AWS/Shop", "Lost", {"Shop": "a-1"})
    assert not query.takes("AWS/Shop", "Found", {"Shop": "a-1", "Zone": "eu-west-1a"})
    anywhere = insights.parse('SELECT MAX("Lost") FROM "AWS/Shop"')
    assert anywhere and anywhere.takes("AWS/Shop", "Lost", {"Shop": "a-1"})
    assert insights.parse('SELECT MAX(Lost) FROM "AWS/Shop" GROUP BY Shop') is None


def test_many_metrics_come_compressed(corrected):
    """The SDKs compress a request of more than 10 KB."""
    watch = corrected.client("cloudwatch")
    data = [{"MetricName": f"compressed-{number}", "Value": float(number)} for number in range(600)]
    sent: list[str | None] = []
    watch.meta.events.register(
        "before-send.cloudwatch.PutMetricData",
        lambda request, **_: sent.append(request.headers.get("Content-Encoding")),
    )
    watch.put_metric_data(Namespace="Compressed", MetricData=data)
    assert sent in (["gzip"], [b"gzip"])
    pages = watch.get_paginator("list_metrics").paginate(Namespace="Compressed")
    assert {each["MetricName"] for page in pages for each in page["Metrics"]} == {
        each["MetricName"] for each in data
    }


@pytest.mark.parametrize(
    ("statistic", "expected"),
    [("TC(300:)", 2.0), ("TC(:300)", 4.0), ("PR(100:300)", 50.0), ("p99", None), ("Sum", None)],
)
def test_values_of_a_range_are_counted(statistic, expected):
    values = [(100.0, 1.0), (200.0, 2.0), (300.0, 1.0), (301.0, 2.0)]
    assert samples.of_range(statistic, values) == expected
    assert samples.of_range(statistic, None) is None


def test_a_band_is_what_is_usual():
    assert anomalies.parse("ANOMALY_DETECTION_BAND(m1, 3)") == ("m1", 3.0)
    assert anomalies.parse("ANOMALY_DETECTION_BAND(m1)") == ("m1", 2.0)
    assert anomalies.parse("m1 / 2") is None
    operators = (
        "LessThanLowerOrGreaterThanUpperThreshold",
        "LessThanLowerThreshold",
        "GreaterThanUpperThreshold",
    )
    sides = [anomalies.outside(each, [9.0, 11.0] * 5, 2.0) for each in operators]
    assert all(sides)
    assert [[bool(side and side(value)) for side in sides] for value in (7.0, 10.0, 13.0)] == [
        [True, True, False],
        [False, False, False],
        [True, False, True],
    ]
    assert anomalies.outside(operators[0], [9.0, 11.0], 2.0) is None


def test_an_alarm_fires_outside_of_its_band(corrected):
    watch = corrected.client("cloudwatch")
    metric = {"Namespace": "Orders", "MetricName": f"band-{time.time_ns()}"}
    queries = [
        {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(measured, 3)"},
        {"Id": "measured", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}},
    ]
    operators = ("GreaterThanUpperThreshold", "LessThanLowerThreshold")
    for operator in operators:
        watch.put_metric_alarm(
            AlarmName=metric["MetricName"] + operator,
            ComparisonOperator=operator,
            EvaluationPeriods=1,
            ThresholdMetricId="band",
            Metrics=queries,
        )

    def put(values):
        now = time.time()
        data = [
            {"MetricName": metric["MetricName"], "Value": value, "Timestamp": now - 60 * age}
            for age, value in enumerate(values)
        ]
        watch.put_metric_data(Namespace="Orders", MetricData=data)
        described = watch.describe_alarms(AlarmNamePrefix=metric["MetricName"])["MetricAlarms"]
        states = {each["ComparisonOperator"]: each["StateValue"] for each in described}
        return [states[each] for each in operators]

    assert put([10.0, 12.0] * 5) == ["OK", "OK"]
    assert put([90.0]) == ["ALARM", "OK"]
