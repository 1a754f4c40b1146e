"""Statistics of the values within a range.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
"""

import re
from collections.abc import Sequence

_RANGE = re.compile(r"(PR|TC)\(([\d.]*):([\d.]*)\)")


def of_range(statistic: str, values: Sequence[tuple[float, float]] | None) -> float | None:
    """How many of the values, each with its count, are in a range (TC), or how many percent of them (PR);
    None of any other statistic. The lower bound is outside, the upper one inside."""
    found = _RANGE.fullmatch(statistic)
    if not found or not values:
        return None
    low, high = float(found[2] or "-inf"), float(found[3] or "inf")
    inside = sum(count for value, count in values if low < value <= high)
    return inside if found[1] == "TC" else 100 * inside / sum(count for _, count in values)
