"""Alarms watch what AWS measures, in the dimensions it measures it in, as their Terraform is written.

tests/smoke/test_alarms.py looks at the same once they are applied, where every name is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.metrics import DOCUMENTED, Metric, queried
from tooling.paths import MODULES

FILES = sorted(
    file
    for file in MODULES.glob("*/*/*.tf")
    if '"aws_cloudwatch_metric_alarm"' in file.read_text()
    and file.parent.name != "alarms"  # whose callers say what they watch
)
# Values of dimensions that AWS gives them itself, wherever the alarm is.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
# https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/dimensions.html
WORDS = {"ALL", "Global", "WRITER"}
NAMES = re.compile(r'\bmetric(?:_name)?\s*=\s*"([^"]+)"')
MAPS = re.compile(r"\b(?:metrics|for_each)\s*=\s*(?:merge\([^{}]*)?\{([^{}]*)\}")
CHOICE = re.compile(r"[^?]+\?(?P<then>.+):(?P<otherwise>.+)", re.DOTALL)
JOINED = re.compile(r'join\(" ", \[\s*((?:".*",\s*)+)\]\)')
LINE_END = re.compile(r'",\s+"')
KEY = re.compile(r'(?:"([A-Z][\w ]+)"|\b(\w+))\s*=[^=]')
# What a name is put together with.
SIDE = re.compile(r"\$\{(?:side|title\(each\.key\))\}")


def test_there_are_alarms() -> None:
    assert len(FILES) > 30


every_module = pytest.mark.parametrize(
    "module", sorted({file.parent for file in FILES}), ids=lambda path: str(path.relative_to(MODULES))
)


@every_module
def test_alarms_watch_what_is_measured(module: Path) -> None:
    for text in [file.read_text() for file in sorted(module.glob("*.tf"))]:
        if '"aws_cloudwatch_metric_alarm"' in text:
            _watches_what_is_measured(text)


def _watches_what_is_measured(text: str) -> None:
    (namespaces, dimensions, names) = (set(_namespaces(text)), set(_dimensions(text)), set(_names(text)))
    queries = set(_queries(text))
    assert queries <= DOCUMENTED
    assert queries or (namespaces and dimensions and names)
    known = {each for each in DOCUMENTED if each.namespace in namespaces and each.dimensions in dimensions}
    assert names <= {each.name for each in known}, "AWS measures no such thing in these dimensions"
    used = {each.dimensions for each in known if each.name in names}
    assert used == dimensions, "AWS measures nothing of this in these dimensions"


def test_what_is_documented_is_watched() -> None:
    watched: set[Metric] = set()
    for text in (file.read_text() for file in FILES):
        found = product(_namespaces(text), _names(text), _dimensions(text))
        watched |= {Metric(*each) for each in found}
        watched |= set(_queries(text))
    assert watched >= DOCUMENTED


@every_module
def test_alarms_watch_what_the_module_makes_or_is_given(module: Path) -> None:
    """And nothing of a fixed name, apart from words of AWS's own."""
    fixed = [
        value
        for text in [file.read_text() for file in sorted(module.glob("*.tf"))]
        for found in re.finditer(r"\bdimensions\s*=\s*", text)
        for value in re.findall(r'(?<!=)= "([^"$]*)"', _whole(text[found.end() :]))
    ]
    assert set(fixed) <= WORDS


def _queries(text: str) -> Iterator[Metric]:
    for query in re.findall(r'"(SELECT.+)"', _in_one_line(text)):
        if metric := queried(query.replace('\\"', '"')):
            yield metric


def _in_one_line(text: str) -> str:
    """The text, with its joined strings as one string each."""
    return JOINED.sub(lambda found: LINE_END.sub(" ", found[1]), text)


def _namespaces(text: str) -> list[str]:
    return re.findall(r'\bnamespace\s*=\s*"([^"]+)"', text)


def _names(text: str) -> Iterator[str]:
    """Names of metrics: written where they are used, or in a map that is gone through."""
    inner = [name for values in MAPS.findall(text) for name in re.findall(r'=\s*"([^"]+)"', values)]
    for name in [*NAMES.findall(text), *inner]:
        if " " not in name:
            yield from {SIDE.sub(side, name) for side in ("Read", "Write")}


def _dimensions(text: str) -> Iterator[frozenset[str]]:
    """The sets of dimensions that a file gives its metrics: several where they depend on something."""
    for found in re.finditer(r"\bdimensions\s*=\s*", text):
        expression = _whole(text[found.end() :])
        if re.match(r"merge\(|\{", expression):
            inner = expression.removeprefix("merge(").removesuffix(")")
            for parts in product(*(_choices(each) for each in _split(inner))):
                yield frozenset().union(*parts)


def _choices(expression: str) -> list[frozenset[str]]:
    choice = CHOICE.fullmatch(expression.strip())
    sides = [choice["then"], choice["otherwise"]] if choice else [expression]
    return [frozenset(quoted or plain for quoted, plain in KEY.findall(each)) for each in sides]


def _whole(text: str) -> str:
    """The expression that a text begins with: to the end of its line, or of its brackets."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "({[") - (sign in ")}]")
        if depth < 0 or (depth == 0 and sign in "\n,"):
            return text[:place].strip()
    return text


def _split(text: str) -> list[str]:
    """The arguments of a call."""
    parts, rest = [], text.strip()
    while rest:
        parts.append(_whole(rest))
        rest = rest[len(parts[-1]) :].lstrip().removeprefix(",").strip()
    return parts
