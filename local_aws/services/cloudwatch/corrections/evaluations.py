"""When alarms change their state."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import Any

from ministack.services import cloudwatch

from local_aws.corrections import correction
from local_aws.services.cloudwatch import anomalies, insights, mathematics, samples
from local_aws.services.cloudwatch.evaluation import COMPARISONS, MORE, Rule

Alarm = dict[str, Any]
Points = list[dict[str, Any]]
_waiting: set[tuple[str, str]] = set()  # accounts and regions in which metrics came
_SOON = 1.0  # second; AWS evaluates once a minute


@correction
def states_of_alarms() -> None:
    """AWS: an alarm looks at its metric with exactly its dimensions, period by period, or at the result of
    its expressions; so many of the last periods must breach, and it says what missing data mean. In the
    namespace AWS/DynamoDB missing data never change a state.

    MiniStack: puts all metrics of a name and all periods together, and has no expressions.
    An alarm of a metric without data keeps its state: most metrics of AWS are not written here.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    """
    cloudwatch._evaluate_alarm = _evaluate
    put = cloudwatch._put_metric_alarm

    def put_metric_alarm(*request: Any) -> Any:
        answer = put(*request)
        cloudwatch._evaluate_all_alarms()  # those of expressions are complete only now
        return answer

    cloudwatch._put_metric_alarm = put_metric_alarm


@correction
def alarms_of_time() -> None:
    """AWS: alarms change as time passes, and by what services measure. MiniStack: by PutMetricData only.

    Here they do when they are described, and a second after a service measured something.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
    """
    describe, record = cloudwatch._describe_alarms, cloudwatch.record_metric

    def describe_alarms(*request: Any) -> Any:
        cloudwatch._evaluate_all_alarms()
        return describe(*request)

    def record_metric(*datum: Any, **more: Any) -> None:
        record(*datum, **more)
        place = (cloudwatch.get_account_id(), cloudwatch.get_region())
        if place in _waiting:
            return
        _waiting.add(place)

        def evaluate() -> None:
            _waiting.discard(place)
            cloudwatch._evaluate_all_alarms()

        timer = threading.Timer(_SOON, copy_context().run, (evaluate,))
        timer.daemon = True
        timer.start()

    cloudwatch._describe_alarms, cloudwatch.record_metric = describe_alarms, record_metric


def _evaluate(alarm: Alarm) -> None:
    old, periods = alarm["StateValue"], int(alarm.get("EvaluationPeriods") or 1)
    breaches = _expectation(alarm, periods) if alarm.get("ThresholdMetricId") else _limit(alarm)
    if breaches is None:
        return
    try:
        points = _points(alarm, periods + MORE)
    except mathematics.UnsupportedError:
        return
    if points is None:
        return
    ignores = any(metric["Namespace"] == "AWS/DynamoDB" for metric, _ in _metrics(alarm))
    rule = Rule(
        breaches,
        periods,
        int(alarm.get("DatapointsToAlarm") or periods),
        "ignore" if ignores else alarm.get("TreatMissingData") or "missing",
    )
    new = rule.state(points, old)
    if new != old:
        _change(alarm, old, new, _reason(alarm, [each for each in points if each is not None][:periods]))


def _limit(alarm: Alarm) -> Callable[[float], bool] | None:
    compare = COMPARISONS.get(alarm.get("ComparisonOperator", ""))
    threshold = float(alarm.get("Threshold") or 0)
    return None if compare is None else lambda value: compare(value, threshold)


def _expectation(alarm: Alarm, periods: int) -> Callable[[float], bool] | None:
    """What is outside the band of an alarm of anomalies; None while it knows too little."""
    band = next(each for each in alarm["Metrics"] if each["Id"] == alarm["ThresholdMetricId"])
    found = anomalies.parse(band["Expression"])
    watched = next((each for each in alarm["Metrics"] if found and each["Id"] == found[0]), None)
    if not found or watched is None or "MetricStat" not in watched:
        return None
    metric, statistic = watched["MetricStat"]["Metric"], watched["MetricStat"]["Stat"]
    times = _times(_period(alarm), anomalies.TRAINED_ON + periods + MORE)
    series = _series(_all_of(metric), statistic, times)
    before = [series[start] for start in times[:-periods] if start in series]
    return anomalies.outside(alarm["ComparisonOperator"], before, found[1])


def _change(alarm: Alarm, old: str, new: str, reason: str) -> None:
    alarm |= {"StateValue": new, "StateReason": reason, "StateUpdatedTimestamp": int(time.time())}
    cloudwatch._record_history(alarm["AlarmName"], old, new, reason)
    cloudwatch._dispatch_alarm_actions(alarm, old, new, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def _reason(alarm: Alarm, values: list[float]) -> str:
    if not values:
        return "Unchecked: no datapoints were received in the evaluated periods"
    shown = ", ".join(map(str, values))
    return (
        f"Threshold Crossed: the last {len(values)} datapoints [{shown}] were evaluated with "
        f"{alarm['ComparisonOperator']} ({alarm.get('Threshold', 'band')})"
    )


def _points(alarm: Alarm, count: int) -> list[float | None] | None:
    """What an alarm watches in its last periods, the newest first; None if there never were any data."""
    metrics = _metrics(alarm)
    if not any(_all_of(metric) for metric, _ in metrics):
        return None
    times = _times(_period(alarm), count)
    if not alarm.get("Metrics"):
        ((metric, statistic),) = metrics
        series = _series(_all_of(metric), statistic, times)
    else:
        series = _result(alarm["Metrics"], times)
    return [series.get(start) for start in reversed(times)]


def _metrics(alarm: Alarm) -> list[tuple[Any, str]]:
    """The metrics that an alarm watches, each with a statistic; a query represents those it selects."""
    if not alarm.get("Metrics"):
        return [(alarm, alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average")]
    found: list[tuple[Any, str]] = []
    for query in alarm["Metrics"]:
        if "MetricStat" in query:
            found.append((query["MetricStat"]["Metric"], query["MetricStat"]["Stat"]))
        elif parsed := insights.parse(query.get("Expression", "")):
            found.append(({"Namespace": parsed.namespace, "Query": parsed}, parsed.statistic))
    return found


def _all_of(metric: Any) -> Points:
    if query := metric.get("Query"):
        return [
            point
            for (namespace, name, _), points in cloudwatch._metrics.items()
            if namespace == query.namespace and name == query.metric
            for point in points
            if query.takes(namespace, name, point["Dimensions"])
        ]
    dimensions = cloudwatch._dims_from_list(metric.get("Dimensions") or [])
    key = (metric.get("Namespace"), metric.get("MetricName"), cloudwatch._dims_key(dimensions))
    found: Points = cloudwatch._metrics.get(key, [])
    return found


def _period(alarm: Alarm) -> int:
    """In seconds. The queries of one alarm have the same."""
    given = [alarm, *(query.get("MetricStat", query) for query in alarm.get("Metrics") or [])]
    return next((int(each["Period"]) for each in given if each.get("Period")), 60)


def _times(period: int, count: int) -> list[float]:
    """The starts of the last periods, in order; the last one ends with this minute."""
    step = min(period, 60)
    end = math.ceil(time.time() / step) * step
    return [float(end - number * period) for number in range(count, 0, -1)]


def _series(points: Points, statistic: str, times: list[float]) -> mathematics.Series:
    period = times[1] - times[0]
    first = times[0]
    gathered: dict[float, Points] = {}
    for point in points:
        number = (point["Timestamp"] - first) // period
        if 0 <= number < len(times):
            gathered.setdefault(times[int(number)], []).append(point)
    found = {}
    for start, those in gathered.items():
        value = samples.of_range(statistic, cloudwatch._percentile_samples(those))
        if value is None:
            value = cloudwatch._stat_value(cloudwatch._calc_stats(those), statistic, those)
        if value is not None:
            found[start] = float(value)
    return found


def _result(queries: list[dict[str, Any]], times: list[float]) -> mathematics.Series:
    """What the one query that returns data gives.

    Raises:
        UnsupportedError: one of its expressions cannot be evaluated.
    """
    named: dict[str, mathematics.Value] = {}
    metrics: list[mathematics.Series] = []
    for query in queries:
        if "MetricStat" in query:
            metric, statistic = query["MetricStat"]["Metric"], query["MetricStat"]["Stat"]
            series = _series(_all_of(metric), statistic, times)
            named[query["Id"]] = series
            metrics.append(series)
    for query in _in_order(queries):
        text = query["Expression"]
        if anomalies.parse(text):
            continue  # a band is a limit, no series that is watched
        if parsed := insights.parse(text):
            points = _all_of({"Query": parsed})
            named[query["Id"]] = _series(points, parsed.statistic, times)
        else:
            named[query["Id"]] = mathematics.evaluate(text, named, metrics, times)
    returned = next(
        (query["Id"] for query in queries if query.get("ReturnData", True) and query["Id"] in named),
        queries[0]["Id"],
    )
    value = named[returned]
    if isinstance(value, float):
        return dict.fromkeys(times, value)
    if isinstance(value, dict):
        return value
    raise mathematics.UnsupportedError("An alarm watches one time series")


def _in_order(queries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Expressions, each after those it names."""
    left = {query["Id"]: query for query in queries if query.get("Expression")}
    while left:
        ready = [each for each in left.values() if not mathematics.ids(each["Expression"]) & left.keys()]
        if not ready:
            raise mathematics.UnsupportedError("Expressions that name each other")
        for query in ready:
            yield left.pop(query["Id"])
