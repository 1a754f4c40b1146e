"""The bands of anomaly detection.

AWS trains a model on up to two weeks of a metric, with its hours and days. Here the band is the mean of what
was measured before, and so many standard deviations to both sides.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
"""

import re
import statistics
from collections.abc import Callable, Sequence

TRAINED_ON = 120  # periods
_ENOUGH = 3  # data; AWS needs hours
_BAND = re.compile(r"\s*ANOMALY_DETECTION_BAND\(\s*(\w+)\s*(?:,\s*([\d.]+)\s*)?\)\s*")


def parse(expression: str) -> tuple[str, float] | None:
    """The id of the metric that a band is for, and its width in standard deviations."""
    found = _BAND.fullmatch(expression)
    return (found[1], float(found[2] or 2)) if found else None


def outside(operator: str, before: Sequence[float], width: float) -> Callable[[float], bool] | None:
    """Whether a value is outside the band, on the side that an alarm's operator names; None while too little
    was measured before."""
    if len(before) < _ENOUGH:
        return None
    middle, half = statistics.fmean(before), width * statistics.pstdev(before)
    low, high = middle - half, middle + half
    return {
        "LessThanLowerOrGreaterThanUpperThreshold": lambda value: not low <= value <= high,
        "LessThanLowerThreshold": lambda value: value < low,
        "GreaterThanUpperThreshold": lambda value: value > high,
    }.get(operator)
