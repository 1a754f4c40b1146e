"""Schedule expressions: `rate(5 minutes)`, `cron(0 6 * * ? *)`, `at(2026-01-31T06:00:00)`.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import re
from datetime import datetime

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)")
_CRON = re.compile(r"cron\((.+)\)")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (1, 7), (1970, 2199))
_NAMES: tuple[dict[str, int], ...] = (
    {},
    {},
    {},
    {name: number for number, name in enumerate(_MONTHS, 1)},
    {name: number for number, name in enumerate(_DAYS, 1)},
    {},
)
_DAY_OF_MONTH, _DAY_OF_WEEK = 2, 4
_OF_MONTH = re.compile(r"L(-\d{1,2})?|LW|\d{1,2}W")
_OF_WEEK = re.compile(r"L|[1-7]L|(SUN|MON|TUE|WED|THU|FRI|SAT)L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5]")


def is_rate(expression: str) -> bool:
    """Whether it is a rate; 1 has a singular unit, all others a plural one."""
    found = _RATE.fullmatch(expression)
    return bool(found and int(found[1]) > 0 and (int(found[1]) == 1) == (found[3] == ""))


def is_cron(expression: str) -> bool:
    """Whether it is a cron expression of six fields, one of the two for days being a question mark."""
    found = _CRON.fullmatch(expression)
    fields = found[1].split() if found else []
    if len(fields) != len(_FIELDS) or (fields[_DAY_OF_MONTH] == "?") == (fields[_DAY_OF_WEEK] == "?"):
        return False
    return all(_is_field(index, text) for index, text in enumerate(fields))


def is_at(expression: str) -> bool:
    """Whether it is one moment, to the second."""
    found = re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", expression)
    try:
        return bool(found and datetime.fromisoformat(found[1]))
    except ValueError:
        return False


def _is_field(index: int, text: str) -> bool:
    if text == "?":
        return index in (_DAY_OF_MONTH, _DAY_OF_WEEK)
    return all(_is_part(index, part.upper()) for part in text.split(","))


def _is_part(index: int, part: str) -> bool:
    if index == _DAY_OF_MONTH and _OF_MONTH.fullmatch(part):
        return True
    if index == _DAY_OF_WEEK and _OF_WEEK.fullmatch(part):
        return True
    span, slash, step = part.partition("/")
    if slash and not _is_step(index, step):
        return False
    if span == "*":
        return True
    first, dash, last = span.partition("-")
    return _is_value(index, first) and (not dash or _is_value(index, last))


def _is_step(index: int, step: str) -> bool:
    return step.isdecimal() and 0 < int(step) <= _FIELDS[index][1]


def _is_value(index: int, text: str) -> bool:
    least, most = _FIELDS[index]
    value = _NAMES[index].get(text, int(text) if text.isdecimal() else -1)
    return least <= value <= most
