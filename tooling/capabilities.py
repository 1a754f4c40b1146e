"""What the platform must do, what a test run proved of it, and what the committed report claims.

A test says what it proves with ``@pytest.mark.capability("data.dynamodb", "behaves")``. A capability reaches
a level when at least one test of that level passed and none failed or was skipped. The report,
docs/capabilities.md, is generated from a full run; a later full run fails when it claims more than was shown.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tooling.errors import PlatformError
from tooling.paths import CACHE, ROOT

LEVELS = ("none", "plan", "apply", "behaves")
LIST = Path(__file__).with_name("capabilities.toml")
REPORT = ROOT / "docs" / "capabilities.md"
RUN = CACHE / "capabilities.json"


@dataclass(frozen=True)
class Capability:
    """One thing the platform must do, and the level of proof it needs.

    `services` are those it rests on that the local AWS may have a double of.
    """

    id: str
    what: str
    required: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """One test's word on one capability.

    `endpoint` is what it drove, where that was not the local AWS; `lack` is what the machine lacks, where it
    could not run.
    """

    id: str
    level: str
    test: str
    passed: bool
    endpoint: str = ""
    lack: str = ""


@dataclass(frozen=True)
class Row:
    """A capability, the level it reached, the tests that showed it, the services that a double served, and
    the endpoints that were not the local AWS."""

    capability: Capability
    reached: str
    evidence: tuple[str, ...] = field(default=())
    doubles: tuple[str, ...] = field(default=())
    endpoints: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, object]:
        return {
            "id": self.capability.id,
            "required": self.capability.required,
            "reached": self.reached,
            "evidence": list(self.evidence),
            "doubles": list(self.doubles),
            "endpoints": list(self.endpoints),
        }


def load() -> list[Capability]:
    """Every capability, in the order of the list."""
    return [Capability(**entry) for entry in tomllib.loads(LIST.read_text())["capability"]]


def rows(outcomes: Iterable[Outcome], doubles: Collection[str] = ()) -> list[Row]:
    """The level each capability reached, every capability included.

    Args:
        doubles: the services of which a double answered in the run.

    Raises:
        PlatformError: a test names a capability or a level that does not exist.
    """
    capabilities = load()
    by_id: dict[str, list[Outcome]] = {capability.id: [] for capability in capabilities}
    for outcome in outcomes:
        if outcome.id not in by_id or outcome.level not in LEVELS[1:]:
            raise PlatformError(
                f'{outcome.test} proves "{outcome.level}" of "{outcome.id}", which is not on the list.',
                f"Write an id of {LIST.relative_to(ROOT)} and one of {', '.join(LEVELS[1:])}.",
            )
        by_id[outcome.id].append(outcome)
    return [_row(capability, by_id[capability.id], doubles) for capability in capabilities]


def _row(capability: Capability, outcomes: list[Outcome], doubles: Collection[str]) -> Row:
    for level in reversed(LEVELS[1:]):
        claims = [outcome for outcome in outcomes if outcome.level == level]
        if claims and all(outcome.passed for outcome in claims):
            served = tuple(
                service for service in capability.services if service in doubles and level != "plan"
            )
            tests = tuple(sorted({outcome.test for outcome in claims}))
            endpoints = tuple(sorted({outcome.endpoint for outcome in claims} - {""}))
            return Row(capability, level, tests, served, endpoints)
    return Row(capability, "none")


def save_run(found: Iterable[Row]) -> None:
    """Keep what a full test run showed, for `capabilities --write`."""
    RUN.parent.mkdir(parents=True, exist_ok=True)
    RUN.write_text(json.dumps([row.to_json() for row in found], indent=2))


def last_run() -> list[Row]:
    """What the last full test run showed.

    Raises:
        PlatformError: there was none.
    """
    if not RUN.exists():
        raise PlatformError("No full test run has been kept.", "./invokew test")
    return _from_json(json.loads(RUN.read_text()))


def _from_json(entries: list[dict[str, Any]]) -> list[Row]:
    known = {capability.id: capability for capability in load()}
    return [
        Row(
            known[entry["id"]],
            entry["reached"],
            *(tuple(entry.get(name, ())) for name in ("evidence", "doubles", "endpoints")),
        )
        for entry in entries
    ]


def committed() -> list[Row]:
    """What docs/capabilities.md claims; a capability without a row is at `none`."""
    claims: dict[str, tuple[str, tuple[str, ...]]] = {}
    if REPORT.exists():
        for line in REPORT.read_text().splitlines():
            if match := re.match(r"\| `([^`]+)` \| .* \| \w+ \| (\w+) \| (.*) \|$", line):
                claims[match[1]] = (match[2], tuple(re.findall(r"`([^`]+)`", match[3])))
    return [Row(capability, *claims.get(capability.id, ("none", ()))) for capability in load()]


def lacking(outcomes: Iterable[Outcome]) -> list[str]:
    """What could not be shown on this machine, and for lack of what, one line each."""
    return sorted({f"{one.id}: {one.level}, as {one.lack}" for one in outcomes if one.lack})


def as_on_any_machine(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """As if every test that could not run had passed: what a machine lacks is no fault of the code."""
    return [replace(one, passed=True) if one.lack else one for one in outcomes]


def overclaims(claimed: Iterable[Row], shown: Iterable[Row]) -> list[str]:
    """The capabilities of which the report claims more than a run showed, one line each."""
    level = {row.capability.id: row.reached for row in shown}
    return [
        f"{row.capability.id}: claimed {row.reached}, shown {level[row.capability.id]}"
        for row in claimed
        if LEVELS.index(row.reached) > LEVELS.index(level[row.capability.id])
    ]


def markdown(found: Iterable[Row]) -> str:
    """The report, docs/capabilities.md."""
    found = list(found)
    reached = sum(LEVELS.index(row.reached) >= LEVELS.index(row.capability.required) for row in found)
    lines = [
        "# Capabilities",
        "",
        f"{reached} of {len(found)} are at the level they need. Generated from the last full test run by "
        "`./invokew capabilities --write`; the test run fails when this page claims more than it showed.",
        "",
        "- **plan**: plans with the real AWS provider and passes the policy.",
        "- **apply**: applies on the local AWS, the next plan is empty, destroy leaves nothing behind.",
        "- **behaves**: after apply, a test drives it, sees the right effect, and the wrong input refused.",
        "- **double**: of the services so named the local AWS has but a double, which keeps what their API "
        "takes. It shows that this applies, never that it works.",
        "- Shown on the local AWS that comes with the platform; another endpoint is named.",
        "",
        "| id | what | needs | reached | shown by (tests) |",
        "|---|---|---|---|---|",
    ]
    for row in found:
        tests = Counter(test.partition("::")[0] for test in row.evidence)
        evidence = ", ".join(f"`{file}` ({number})" for file, number in sorted(tests.items()))
        evidence += f" at {', '.join(row.endpoints)}" if row.endpoints else ""
        it = row.capability
        note = f" (double: {', '.join(row.doubles)})" if row.doubles else ""
        lines.append(f"| `{it.id}` | {it.what}{note} | {it.required} | {row.reached} | {evidence} |")
    return "\n".join(lines) + "\n"
