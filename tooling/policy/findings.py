"""What a scan found, as values, as text and as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

PLAN = "a plan of "


@dataclass(frozen=True, order=True)
class Finding:
    """One rule broken in one place.

    Attributes:
        file: path relative to the scanned folder.
        line: first line of the block, counted from 1.
        resource: Terraform address, the shortest of those that show it.
        rule: id, as written in a suppression.
        title: what the rule demands.
        fix: what to write instead.
        root: folder of the root module in which it shows, or `a plan of` it.
        others: further addresses, in this root or others, that show the same.
    """

    file: str
    line: int
    resource: str
    rule: str
    title: str
    fix: str
    root: str = ""
    others: int = 0


@dataclass(frozen=True, order=True)
class Suppressed:
    """A finding that a comment in the code accepts, with its reason."""

    file: str
    line: int
    resource: str
    rule: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What one scan saw. Without findings the policy holds."""

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    resources: int = 0
    roots: int = 0

    @property
    def exit_code(self) -> int:
        """0 when the policy holds, 1 when it does not."""
        return 1 if self.findings else 0

    def as_json(self) -> dict[str, Any]:
        """The report for machines; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """The report that `as_json` wrote."""
        return cls(
            tuple(Finding(**one) for one in data["findings"]),
            tuple(Suppressed(**one) for one in data["suppressed"]),
            data["resources"],
            data["roots"],
        )


@dataclass(frozen=True)
class Unit:
    """What a scan of one root saw, before it is reported together with that of others.

    Attributes:
        findings: of resources, once for each way to them.
        remarks: about the text of files.
        unread: files, as the report names them, in which something could not be read.
    """

    root: str
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    unread: tuple[str, ...] = ()
    resources: int = 0

    def as_json(self) -> dict[str, Any]:
        """The unit for machines; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Unit:
        """The unit that `as_json` wrote."""
        return cls(
            data["root"],
            tuple(Finding(**one) for one in data["findings"]),
            tuple(Finding(**one) for one in data["remarks"]),
            tuple(Suppressed(**one) for one in data["suppressed"]),
            tuple(data["unread"]),
            data["resources"],
        )


def report_of(units: Iterable[Unit]) -> Report:
    """What the scans of some roots say together: one finding for one line, however many ways lead to it."""
    units = list(units)
    found = _merged(finding for unit in units for finding in unit.findings)
    remarks = {remark for unit in units for remark in unit.remarks}
    return Report(
        findings=tuple(sorted([*found, *remarks])),
        suppressed=tuple(sorted({one for unit in units for one in unit.suppressed})),
        resources=sum(unit.resources for unit in units),
        roots=len(units),
    )


def _merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    same: dict[tuple[str, int, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        # What only a plan knows of, a remote module for example, has no line in the code.
        alone = finding.resource if Path(finding.file).is_absolute() else ""
        same[finding.file, finding.line, finding.rule, alone].append(finding)
    for group in same.values():
        addresses = {(finding.root.removeprefix(PLAN), finding.resource) for finding in group}
        first = min(group, key=lambda one: (one.root.startswith(PLAN), len(one.resource), one))
        yield replace(first, others=len(addresses) - 1)


def render_text(report: Report) -> str:
    """The report for people: findings by file, each with its fix, then one line of summary."""
    lines = []
    for file, findings in groupby(sorted(report.findings), key=lambda finding: finding.file):
        lines.append(file)
        for finding in findings:
            lines += _lines(finding)
    return "\n".join([*lines, summary(report)])


def summary(report: Report) -> str:
    """One line: what was looked at and how it ended."""
    seen = f"{_count(report.resources, 'resource')} of {_count(report.roots, 'root')}"
    accepted = f", {_count(len(report.suppressed), 'accepted exception')}" if report.suppressed else ""
    if report.findings:
        return f"Policy: {_count(len(report.findings), 'finding')} in {seen}{accepted}."
    return f"Policy: nothing to correct in {seen}{accepted}."


def _lines(finding: Finding) -> Iterable[str]:
    yield f"  {finding.line}: {finding.resource}  {finding.rule}"
    yield f"      {finding.title}"
    yield f"      fix: {finding.fix}"
    if finding.root and (finding.others or finding.root != str(Path(finding.file).parent)):
        more = (
            f", and at {_count(finding.others, 'other address', 'other addresses')}" if finding.others else ""
        )
        yield f"      seen in {finding.root}{more}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
