"""What the platform must do, what a test run proved of it, and what the committed report claims.

A test says what it is about, and at which level: ``@pytest.mark.capability("data.s3", "behaves")``.
A capability has clauses; each names the tests that show it. A clause is at a level when at least one of its
tests of that level passed, and none of that level or a lower one failed or was skipped. A capability is
at the level of its weakest clause.

The report, docs/capabilities.md, is generated from a full run. A later full run fails when a clause has a
lower level there, or fewer tests.
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
class Clause:
    """A part of a capability, and the tests that show it, as `tests/smoke/test_queue.py::test_x`."""

    name: str
    what: str
    tests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Capability:
    """One thing the platform must do, and the level of proof it needs.

    `services` are those it rests on that the local AWS may have a double of.
    """

    id: str
    required: str
    clauses: tuple[Clause, ...]
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
class Shown:
    """A clause, the level it reached, and the tests that showed it."""

    clause: Clause
    reached: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A capability, its clauses as they were shown, the services that a double served, and the endpoints that
    were not the local AWS."""

    capability: Capability
    clauses: tuple[Shown, ...]
    doubles: tuple[str, ...] = field(default=())
    endpoints: tuple[str, ...] = field(default=())

    @property
    def reached(self) -> str:
        """The level of the weakest clause."""
        return min((shown.reached for shown in self.clauses), key=LEVELS.index)

    def to_json(self) -> dict[str, object]:
        return {
            "id": self.capability.id,
            "required": self.capability.required,
            "reached": self.reached,
            "clauses": {
                shown.clause.name: {"reached": shown.reached, "evidence": list(shown.evidence)}
                for shown in self.clauses
            },
            "doubles": list(self.doubles),
            "endpoints": list(self.endpoints),
        }


def load() -> list[Capability]:
    """Every capability, in the order of the list."""
    return [
        Capability(
            entry["id"],
            entry["required"],
            tuple(_clause(name, content) for name, content in entry["clauses"].items()),
            tuple(entry.get("services", ())),
        )
        for entry in tomllib.loads(LIST.read_text())["capability"]
    ]


def _clause(name: str, content: str | dict[str, Any]) -> Clause:
    """A clause with tests is a table; one without is its text."""
    if isinstance(content, str):
        return Clause(name, content)
    return Clause(name, content["what"], tuple(f"tests/{test}" for test in content["tests"]))


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
                f'{outcome.test} shows "{outcome.level}" of "{outcome.id}", which is not on the list.',
                f"Write an id of {LIST.relative_to(ROOT)} and one of {', '.join(LEVELS[1:])}.",
            )
        by_id[outcome.id].append(outcome)
    return [_row(capability, by_id[capability.id], doubles) for capability in capabilities]


def _row(capability: Capability, outcomes: list[Outcome], doubles: Collection[str]) -> Row:
    clauses = tuple(_shown(clause, outcomes) for clause in capability.clauses)
    served = tuple(service for service in capability.services if service in doubles)
    endpoints = tuple(sorted({outcome.endpoint for outcome in outcomes} - {""}))
    return Row(capability, clauses, served, endpoints)


def _shown(clause: Clause, outcomes: list[Outcome]) -> Shown:
    of_clause = [outcome for outcome in outcomes if _function(outcome.test) in clause.tests]
    reached = "none"
    evidence: tuple[str, ...] = ()
    for level in LEVELS[1:]:
        claims = [outcome for outcome in of_clause if outcome.level == level]
        if not all(outcome.passed for outcome in claims):
            break
        if claims:
            reached, evidence = level, tuple(sorted({outcome.test for outcome in claims}))
    return Shown(clause, reached, evidence)


def _function(test: str) -> str:
    """A test without its parameters."""
    return test.partition("[")[0]


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
    by_id = {entry["id"]: entry for entry in entries}
    found = []
    for capability in load():
        entry = by_id.get(capability.id, {"clauses": {}})
        clauses = []
        for clause in capability.clauses:
            shown = entry["clauses"].get(clause.name, {"reached": "none", "evidence": ()})
            clauses.append(Shown(clause, shown["reached"], tuple(shown["evidence"])))
        others = (tuple(entry.get(name, ())) for name in ("doubles", "endpoints"))
        found.append(Row(capability, tuple(clauses), *others))
    return found


@dataclass(frozen=True)
class Claim:
    """What docs/capabilities.md says of a clause: the level, and by how many tests it is shown."""

    reached: str = "none"
    tests: int = 0


def committed() -> dict[tuple[str, str], Claim]:
    """What docs/capabilities.md claims, by id and clause."""
    claims = {}
    if REPORT.exists():
        for line in REPORT.read_text().splitlines():
            if match := re.match(r"\| `([^`]+)` \| (\w+) \| .* \| \w+ \| (\w+) \| (.*) \|$", line):
                tests = sum(map(int, re.findall(r"` \((\d+)\)", match[4])))
                claims[match[1], match[2]] = Claim(match[3], tests)
    return claims


def lacking(outcomes: Iterable[Outcome]) -> list[str]:
    """What could not be shown on this machine, and for lack of what, one line each."""
    return sorted({f"{one.id}: {one.level}, as {one.lack}" for one in outcomes if one.lack})


def as_on_any_machine(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """As if every test that could not run had passed: what a machine lacks is no fault of the code."""
    return [replace(one, passed=True) if one.lack else one for one in outcomes]


def overclaims(claimed: dict[tuple[str, str], Claim], shown: Iterable[Row]) -> list[str]:
    """The clauses of which the report claims more than a run showed, one line each."""
    found = []
    for row in shown:
        for each in row.clauses:
            claim = claimed.get((row.capability.id, each.clause.name), Claim())
            name, tests = f"{row.capability.id} {each.clause.name}", len(each.evidence)
            if LEVELS.index(claim.reached) > LEVELS.index(each.reached):
                found.append(f"{name}: claimed {claim.reached}, shown {each.reached}")
            elif claim.reached == each.reached and tests < claim.tests:
                found.append(f"{name}: claimed by {claim.tests} tests, shown by {tests}")
    return found


def markdown(found: Iterable[Row]) -> str:
    """The report, docs/capabilities.md."""
    found = list(found)
    reached = sum(LEVELS.index(row.reached) >= LEVELS.index(row.capability.required) for row in found)
    lines = [
        "# Capabilities",
        "",
        f"{reached} of {len(found)} are at the level they need. A capability is at the level of its weakest "
        "clause. Generated from the last full test run by `./invokew capabilities --write`. A full test run "
        "fails when a clause is at a lower level than here, or shown by fewer tests.",
        "",
        "- **plan**: plans with the real AWS provider and passes the policy.",
        "- **apply**: applies on the local AWS, the next plan is empty, destroy leaves nothing behind.",
        "- **behaves**: after apply, a test drives it, sees the right effect, and the wrong input refused.",
        "- **double**: of the services so named the local AWS has a double only, which keeps what their API "
        "takes. It shows that this applies, never that it works.",
        "- Shown on the local AWS that comes with the platform; another endpoint is named.",
        "",
        "| id | needs | reached | clauses below what is needed |",
        "|---|---|---|---|",
        *(_summary(row) for row in found),
        "",
        "## Clauses",
        "",
        "| id | clause | what | needs | reached | shown by (tests) |",
        "|---|---|---|---|---|---|",
        *(_line(row, each) for row in found for each in row.clauses),
    ]
    return "\n".join(lines) + "\n"


def _summary(row: Row) -> str:
    needed = LEVELS.index(row.capability.required)
    below = [each for each in row.clauses if LEVELS.index(each.reached) < needed]
    note = f" (double: {', '.join(row.doubles)})" if row.doubles else ""
    note += f" at {', '.join(row.endpoints)}" if row.endpoints else ""
    named = ", ".join(f"{each.clause.name}: {each.reached}" for each in below)
    return f"| `{row.capability.id}` | {row.capability.required} | {row.reached}{note} | {named} |"


def _line(row: Row, each: Shown) -> str:
    tests = Counter(test.partition("::")[0] for test in each.evidence)
    evidence = ", ".join(f"`{file}` ({number})" for file, number in sorted(tests.items()))
    it, clause = row.capability, each.clause
    return f"| `{it.id}` | {clause.name} | {clause.what} | {it.required} | {each.reached} | {evidence} |"
