"""When a schedule is due.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ministack.services import eventbridge

Schedule = Mapping[str, Any]
_AT = re.compile(r"at\((.+)\)")


def due(schedule: Schedule, last: float | None, now: float) -> float | None:
    """The moment up to now at which a schedule is to be invoked, None if there is none.

    Args:
        last: when it was due before, None if it never was. All moments are seconds since the epoch.
    """
    start, end = (schedule.get(name) for name in ("StartDate", "EndDate"))
    if start is not None and now < start:
        return None
    moment = _moment(schedule, last, now if end is None else min(now, end))
    return None if moment is None or (start is not None and moment < start) else moment


def is_over(schedule: Schedule, last: float | None, now: float) -> bool:
    """Whether it is invoked no more: its one time, or its end, has passed."""
    if (once := _once(schedule)) is not None:
        return last is not None and last >= once
    end = schedule.get("EndDate")
    return end is not None and now > end


def _moment(schedule: Schedule, last: float | None, until: float) -> float | None:
    if (once := _once(schedule)) is not None:
        return once if once <= until and (last is None or last < once) else None
    expression, made = schedule["ScheduleExpression"], float(schedule["LastModificationDate"])
    after = made if last is None else max(made, last)
    if interval := eventbridge._parse_rate_seconds(expression):
        # Counted from the beginning, so that it does not drift.
        begun = float(schedule.get("StartDate") or made)
        moment = begun + (until - begun) // interval * interval
        return moment if moment > after else None
    fields = eventbridge._parse_cron_fields(expression)
    return _by_cron(fields, _zone(schedule), after, until) if fields else None


def _once(schedule: Schedule) -> float | None:
    found = _AT.fullmatch(schedule["ScheduleExpression"])
    return datetime.fromisoformat(found[1]).replace(tzinfo=_zone(schedule)).timestamp() if found else None


def _zone(schedule: Schedule) -> ZoneInfo:
    return ZoneInfo(schedule.get("ScheduleExpressionTimezone") or "UTC")


def _by_cron(fields: Any, zone: ZoneInfo, after: float, until: float) -> float | None:
    """The first moment after one, and not after another, that the zone's clock shows.

    What the clock leaves out in spring is left out; what it shows twice in autumn is invoked once.
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
    """
    shown = datetime.fromtimestamp(after, zone).replace(tzinfo=UTC)
    while (found := eventbridge._cron_next_fire(fields, shown)) is not None:
        moment = found.replace(tzinfo=zone).timestamp()
        if moment > until:
            return None
        if moment > after and datetime.fromtimestamp(moment, zone).replace(tzinfo=UTC) == found:
            return float(moment)
        shown = found
    return None
