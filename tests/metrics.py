"""What AWS measures, as its pages say: an alarm on anything else never has data, and never fires.

CloudWatch takes an alarm on any name in any dimensions, and each set of dimensions is a metric of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_QUERY = re.compile(
    r'SELECT \w+\((?P<name>\w+)\) FROM SCHEMA\("(?P<namespace>[^"]+)", (?P<dimensions>[\w, ]+)\)'
)


@dataclass(frozen=True)
class Metric:
    """A metric by the names of its dimensions."""

    namespace: str
    name: str
    dimensions: frozenset[str]


_PAGES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())["page"]
DOCUMENTED = {
    Metric(page["namespace"], name, frozenset(each.replace("~", " ") for each in dimensions.split()))
    for page in _PAGES
    for dimensions, names in page.get("metrics", {}).items()
    for name in names
}
# Those that dashboards show besides.
SHOWN = DOCUMENTED | {
    Metric(page["namespace"], name, frozenset(dimensions.split()))
    for page in _PAGES
    for dimensions, names in page.get("shown", {}).items()
    for name in names
}


def queried(expression: str) -> Metric | None:
    """What a Metrics Insights query takes; None for metric math, which names other queries."""
    found = _QUERY.match(expression)
    if not found:
        return None
    return Metric(found["namespace"], found["name"], frozenset(found["dimensions"].split(", ")))


def watched(alarm: Mapping[str, Any]) -> Iterator[Metric]:
    """The metrics of an alarm of Terraform: as it is planned, or in the state."""
    if alarm.get("metric_name"):
        yield _metric(alarm)
    for query in alarm.get("metric_query") or []:
        for metric in query.get("metric") or []:
            yield _metric(metric)
        if metric := queried(query.get("expression") or ""):
            yield metric


def _metric(values: Mapping[str, Any]) -> Metric:
    return Metric(values["namespace"], values["metric_name"], frozenset(values.get("dimensions") or ()))
