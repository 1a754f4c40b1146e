"""CloudWatch: values that it refuses and that its model allows."""

import json
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

_FAST = (10, 20, 30)
_DAY, _WEEK = 86_400, 604_800


@values("PutMetricAlarm")
def period(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""
    given = request.parameters
    seconds = given.get("Period")
    if seconds is not None and (refusal := _of(seconds)):
        return refusal
    evaluated = given.get("EvaluationPeriods", 1)
    if seconds is not None and seconds * evaluated > (_WEEK if seconds >= 3600 else _DAY):
        return _invalid(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)."
        )
    if (needed := given.get("DatapointsToAlarm")) is not None and needed > evaluated:
        return _invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods")
    return None


@values("PutMetricAlarm")
def what_is_watched(request: Request) -> Refusal | None:
    """One metric with one statistic, or expressions."""
    given = request.parameters
    if given.get("EvaluationCriteria"):
        return None
    if given.get("Metrics"):
        if given.get("MetricName"):
            return _invalid("Either parameters MetricName or Metrics must be specified, not both.")
        return None
    if not given.get("MetricName"):
        return Refusal("ValidationError", "Either parameters MetricName or Metrics must be specified")
    if bool(given.get("Statistic")) == bool(given.get("ExtendedStatistic")):
        return Refusal("ValidationError", "Exactly one of Statistic and ExtendedStatistic must be specified")
    if given.get("Period") is None:
        return Refusal("ValidationError", "The parameter Period must be specified")
    return None


@values("PutDashboard")
def dashboard(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html"""
    try:
        body: Any = json.loads(request.parameters["DashboardBody"])
    except ValueError:
        return Refusal("InvalidParameterInput", "The field DashboardBody must be a valid JSON object")
    if not isinstance(body, dict) or not isinstance(body.get("widgets"), list):
        return _invalid_body("should have required property 'widgets'")
    for number, widget in enumerate(body["widgets"]):
        if problem := _of_widget(widget):
            return _invalid_body(f"/widgets/{number}: {problem}")
    return None


# What a widget of a type needs.
_NEEDS = {
    "alarm": ("alarms",),
    "explorer": (),
    "log": ("query", "region"),
    "metric": ("region",),
    "text": ("markdown",),
}


def _of_widget(widget: Any) -> str | None:
    """What is wrong with a widget."""
    if not isinstance(widget, dict) or widget.get("type") not in _NEEDS:
        return f"should have a type of {', '.join(_NEEDS)}"
    if not 1 <= widget.get("width", 6) <= 24 or not 1 <= widget.get("height", 6) <= 1000:
        return "width should be 1 to 24 and height 1 to 1000"
    properties = widget.get("properties") or {}
    for name in _NEEDS[widget["type"]]:
        if not properties.get(name):
            return f"/properties should have required property '{name}'"
    if not 1 <= len(properties.get("alarms", ["any"])) <= 100:
        return "/properties/alarms should have 1 to 100 items"
    if widget["type"] != "metric":
        return None
    if not properties.get("metrics") and not properties.get("annotations"):
        return "/properties should have required property 'metrics'"
    wrong = [each for each in properties.get("metrics", []) if not _is_metric(each)]
    return f"/properties/metrics: {json.dumps(wrong[0])} is no metric" if wrong else None


def _is_metric(metric: Any) -> bool:
    """Namespace, name, and pairs of dimension and value; or options alone, of an expression."""
    if not isinstance(metric, list) or not metric:
        return False
    *named, last = metric if isinstance(metric[-1], dict) else [*metric, {}]
    of_texts = all(isinstance(each, str) and each for each in named)
    return of_texts and (len(named) >= 2 and len(named) % 2 == 0 if named else "expression" in last)


def _invalid_body(reason: str) -> Refusal:
    message = f"The dashboard body is invalid, there are validation errors: {reason}"
    return Refusal("InvalidParameterInput", message)


def _of(seconds: int) -> Refusal | None:
    if seconds in _FAST or (seconds > 0 and seconds % 60 == 0):
        return None
    return _invalid("Period must be 10, 20, 30 or a multiple of 60")


def _invalid(message: str) -> Refusal:
    return Refusal("ValidationError", message)
