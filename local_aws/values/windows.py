"""Daily and weekly windows of databases and caches: `03:00-04:00`, `sun:05:00-sun:06:00`, in UTC."""

import re
from collections.abc import Iterator

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = r"([01]\d|2[0-3]):([0-5]\d)"
_DAILY = re.compile(rf"{_TIME}-{_TIME}")
_WEEKLY = re.compile(rf"({'|'.join(_DAYS)}):{_TIME}-({'|'.join(_DAYS)}):{_TIME}", re.IGNORECASE)
_DAY = 24 * 60

Span = tuple[int, int]  # in minutes from Monday on; the end may be in the next week


def daily(text: str) -> Span | None:
    """A window of each day; None when the text is none."""
    found = _DAILY.fullmatch(text)
    return _span(_minutes(found[1], found[2]), _minutes(found[3], found[4]), _DAY) if found else None


def weekly(text: str) -> Span | None:
    """A window of each week; None when the text is none."""
    found = _WEEKLY.fullmatch(text)
    if not found:
        return None
    start = _DAYS.index(found[1].lower()) * _DAY + _minutes(found[2], found[3])
    end = _DAYS.index(found[4].lower()) * _DAY + _minutes(found[5], found[6])
    return _span(start, end, 7 * _DAY)


def length(span: Span) -> int:
    """In minutes."""
    return span[1] - span[0]


def overlap(each_day: Span, each_week: Span) -> bool:
    """Whether a daily and a weekly window have a minute in common."""
    return any(start < each_week[1] and each_week[0] < end for start, end in _repeated(each_day))


def _repeated(span: Span) -> Iterator[Span]:
    for day in range(-1, 15):
        yield span[0] + day * _DAY, span[1] + day * _DAY


def _span(start: int, end: int, cycle: int) -> Span:
    return start, end if end > start else end + cycle


def _minutes(hours: str, minutes: str) -> int:
    return int(hours) * 60 + int(minutes)
