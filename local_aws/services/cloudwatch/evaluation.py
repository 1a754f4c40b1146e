"""The state of an alarm, from the data points of its last periods.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

State = str  # OK, ALARM or INSUFFICIENT_DATA
Missing = Literal["breaching", "notBreaching", "ignore", "missing"]

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
# What AWS looks at beyond the evaluation periods. It does not say how much that is; its examples have two.
MORE = 2


@dataclass(frozen=True)
class Rule:
    """How many (`needed`) of how many (`periods`) data points must breach, and what a missing one means."""

    breaches: Callable[[float], bool]
    periods: int
    needed: int
    missing: Missing

    def state(self, points: list[float | None], now: State) -> State:
        """The next state. `points` are of the last periods, the newest first; None where there is no data."""
        real = [(age, point) for age, point in enumerate(points, start=1) if point is not None]
        used = [self.breaches(point) for _, point in real[: self.periods]]
        if not used:
            nothing = {"missing": "INSUFFICIENT_DATA", "breaching": "ALARM", "notBreaching": "OK"}
            return nothing.get(self.missing, now)
        if self.missing == "breaching":
            used += [True] * (self.periods - len(used))
        if sum(used) >= self.needed:
            return "ALARM"
        if self.missing == "notBreaching" or len(used) == self.periods or not all(used):
            return "OK"
        # All that is there breaches. An alarm waits until the oldest of them is as old as the data it needs.
        waited = real[-1][0] >= self.needed
        return "ALARM" if self.missing == "missing" and waited else now
