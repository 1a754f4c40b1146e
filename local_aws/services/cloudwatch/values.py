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
        reason = "should have required property 'widgets'"
        message = f"The dashboard body is invalid, there are validation errors: {reason}"
        return Refusal("InvalidParameterInput", message)
    return None


def _of(seconds: int) -> Refusal | None:
    if seconds in _FAST or (seconds > 0 and seconds % 60 == 0):
        return None
    return _invalid("Period must be 10, 20, 30 or a multiple of 60")


def _invalid(message: str) -> Refusal:
    return Refusal("ValidationError", message)
