"""Which versions AWS supports until when, and what an environment will have to move: see `lifecycle.toml`.

Pure functions on values, usable by policy rules and by reviews of plans.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("lifecycle.toml")
NOTICE_DAYS = 180


@dataclass(frozen=True)
class Line:
    """One version of an engine.

    Attributes:
        engine: key of its table, such as `aurora-mysql`.
        name: what people call it.
        version: as much of the version as has one date: `17`, `8.0`, `python3.13`.
        ends: the last day of standard support.
        extended: the last day of support that costs extra, where AWS sells it.
        to: where to move.
        seen: the day on which the line was compared with the source.
        source: AWS's page.
        older: whether it is of a version that is older than all of the table, and ended before this date.
    """

    engine: str
    name: str
    version: str
    ends: date
    extended: date | None
    to: str
    seen: date
    source: str
    older: bool = False

    def ended(self, day: date) -> bool:
        """Whether standard support is over on that day."""
        return self.ends < day

    def ending(self, day: date, within_days: int = NOTICE_DAYS) -> bool:
        """Whether it ends within so many days from that one."""
        return not self.ended(day) and self.ends <= day + timedelta(days=within_days)


@dataclass(frozen=True)
class Move:
    """A resource whose version ends, or has ended."""

    address: str
    version: str
    line: Line

    def state(self, day: date) -> str:
        """`ended`, `ending` (within NOTICE_DAYS) or `later`."""
        if self.line.ended(day):
            return "ended"
        return "ending" if self.line.ending(day) else "later"

    def sentence(self, day: date) -> str:
        """What a reviewer reads: `aws_db_instance.this: RDS for MySQL 8.0 ended on 2026-07-31, …`."""
        line = self.line
        verb = "ended before" if line.older else "ended on" if line.ended(day) else "ends on"
        text = f"{self.address}: the standard support of {line.name} {self.version} {verb} {line.ends}"
        if line.extended:
            text += f", extended support at extra cost on {line.extended}"
        return f"{text}; move to {line.to} ({line.source})" if line.to else f"{text} ({line.source})"

    def as_json(self, day: date) -> dict[str, Any]:
        """The move for machines."""
        line = self.line
        return {
            "address": self.address,
            "engine": line.engine,
            "version": self.version,
            "state": self.state(day),
            "ends": str(line.ends),
            "extended": str(line.extended) if line.extended else None,
            "to": line.to or None,
            "seen": str(line.seen),
            "source": line.source,
        }


@cache
def table(file: Path = TABLE) -> tuple[Line, ...]:
    """All lines, by engine and then as the file has them."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Line(
            engine=engine,
            name=about["name"],
            version=each["version"],
            ends=each["ends"],
            extended=each.get("extended"),
            to=_successor(each, about),
            seen=each["seen"],
            source=about["source"],
        )
        for engine, about in content.items()
        for each in about["versions"]
    )


def line_of(engine: str, version: str, lines: Iterable[Line] | None = None) -> Line | None:
    """The line of a version: its own or that of the major version it belongs to; None without a date.

    A version older than all of its engine ended before them: it gets the oldest's line, marked `older`.
    """
    of_engine = [line for line in (table() if lines is None else lines) if line.engine == engine]
    matches = [
        line for line in of_engine if version == line.version or version.startswith(f"{line.version}.")
    ]
    oldest = min(of_engine, key=lambda line: _numbers(line.version), default=None)
    if not matches and oldest and () < _numbers(version) < _numbers(oldest.version):
        return replace(oldest, older=True, extended=None)
    return max(matches, key=lambda line: len(line.version), default=None)


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with, to be compared; none of a name such as `python3.13`."""
    return tuple(int(part) for part in takewhile(str.isdecimal, version.split(".")))


def subject(kind: str, values: Mapping[str, Any]) -> tuple[str, str] | None:
    """Engine and version of a resource, None where it has neither or they are not known."""
    read = _SUBJECTS.get(kind)
    engine, version = read(values) if read else (None, None)
    return (engine, version) if isinstance(engine, str) and isinstance(version, str) and version else None


def moves(resources: Iterable[tuple[str, str, Mapping[str, Any]]]) -> list[Move]:
    """Address, type and attributes of resources: those whose version has an end, the first to end first."""
    found = []
    for address, kind, values in resources:
        about = subject(kind, values)
        line = line_of(*about) if about else None
        if about and line:
            found.append(Move(address, about[1], line))
    return sorted(found, key=lambda move: (move.line.ends, move.address))


def whole_table() -> list[Move]:
    """Every line as if it were in use, under the engine's name."""
    found = [Move(line.engine, line.version, line) for line in table()]
    return sorted(found, key=lambda move: (move.line.ends, move.address))


def row(move: Move, day: date) -> tuple[str, ...]:
    """The move as a line of a table."""
    line = move.line
    where = "" if move.address == line.engine else move.address
    extended = f"extended support until {line.extended}" if line.extended else ""
    return (
        str(line.ends),
        move.state(day),
        f"{line.name} {move.version}",
        f"to {line.to}" if line.to else "",
        extended,
        where,
    )


def of_plan(plan: Mapping[str, Any]) -> list[Move]:
    """What the plan makes or changes, or leaves, that will have to move. Takes a plan's JSON."""
    return moves(
        (change["address"], change["type"], change["change"].get("after") or {})
        for change in plan.get("resource_changes") or []
        if change.get("mode") != "data"
    )


def of_state(state: Mapping[str, Any]) -> list[Move]:
    """The same of a state, as `terraform state pull` gives it."""
    return moves(_held(state))


def _held(state: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for resource in state.get("resources") or []:
        if resource.get("mode") == "data":
            continue
        module = f"{resource['module']}." if resource.get("module") else ""
        for instance in resource["instances"]:
            key = instance.get("index_key")
            index = "" if key is None else f'["{key}"]' if isinstance(key, str) else f"[{key}]"
            address = f"{module}{resource['type']}.{resource['name']}{index}"
            yield address, resource["type"], instance.get("attributes") or {}


def _successor(version: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    to = version.get("to") or about.get("newest") or ""
    return "" if to == version["version"] else str(to)


_Reader = Callable[[Mapping[str, Any]], tuple[Any, Any]]


def _database(values: Mapping[str, Any]) -> tuple[Any, Any]:
    return values.get("engine"), values.get("engine_version_actual") or values.get("engine_version")


def _broker(values: Mapping[str, Any]) -> tuple[Any, Any]:
    engine = values.get("engine_type")
    return engine.lower() if isinstance(engine, str) else None, values.get("engine_version")


_SUBJECTS: dict[str, _Reader] = {
    "aws_db_instance": _database,
    "aws_eks_cluster": lambda values: ("kubernetes", values.get("version")),
    "aws_eks_node_group": lambda values: ("kubernetes", values.get("version")),
    "aws_elasticache_cluster": _database,
    "aws_elasticache_replication_group": _database,
    "aws_elasticache_serverless_cache": lambda values: (
        values.get("engine"),
        values.get("major_engine_version"),
    ),
    "aws_lambda_function": lambda values: ("lambda", values.get("runtime")),
    "aws_mq_broker": _broker,
    "aws_msk_cluster": lambda values: ("kafka", values.get("kafka_version")),
    "aws_rds_cluster": _database,
    "aws_rds_cluster_instance": _database,
    "aws_rds_global_cluster": _database,
}
KINDS = tuple(_SUBJECTS)
