"""The changelog and the upgrade guide of a version. Pure: texts in, texts out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tooling.errors import PlatformError
from tooling.release.interface import Change

_UNRELEASED = "## Unreleased\n"


def changelog(text: str, version: str, day: date, changes: Iterable[Change]) -> str:
    """The changelog with what is unreleased as that version, and what was found beside what was written.

    Raises:
        PlatformError: there is no heading Unreleased.
    """
    found = list(changes)
    groups = {
        "Added": [
            each for each in found if each.level == "minor" and each.what.startswith(("new ", "makes "))
        ],
        "Changed": [
            each for each in found if each.level == "minor" and not each.what.startswith(("new ", "makes "))
        ],
        "Breaking": [each for each in found if each.level == "major"],
    }
    body = _body(text, "CHANGELOG.md").strip("\n")
    for title, group in groups.items():
        lines = "\n".join(f"- `{each.module}`: {each.what}." for each in group)
        if lines:
            body = _under(body, f"### {title}", lines)
    return _with(text, version, day, body)


def guide(text: str, version: str, day: date, changes: Iterable[Change]) -> str:
    """The upgrade guide with a section of that version: what a caller writes, and what happens without that.

    Raises:
        PlatformError: there is no heading Unreleased.
    """
    found = [each for each in changes if each.level == "major" or each.now]
    body = _body(text, "docs/upgrading.md").strip("\n")
    rows = [f"| `{each.module}` | {_cell(each.what)} | {_cell(each.now)} |" for each in found if each.now]
    rest = [f"- `{each.module}`: {each.what}." for each in found if not each.now]
    if rows:
        head = (
            "Found in the modules' interfaces:\n\n| module | what changed | what to write |\n|---|---|---|\n"
        )
        body = f"{body}\n\n{head}" + "\n".join(rows)
    if rest:
        body = f"{body}\n\nFound by upgrading from the last version:\n\n" + "\n".join(rest)
    if not body.strip():
        body = "Needs no change."
    return _with(text, version, day, body.strip("\n"))


def _body(text: str, name: str) -> str:
    if _UNRELEASED not in text:
        raise PlatformError(f"{name} has no heading '## Unreleased'", "write one above the last version")
    return text.partition(_UNRELEASED)[2].partition("\n## ")[0]


def _with(text: str, version: str, day: date, body: str) -> str:
    head, _, rest = text.partition(_UNRELEASED)
    _, heading, older = rest.partition("\n## ")
    section = f"## {version.removeprefix('v')} ({day.isoformat()})\n\n{body}\n"
    return f"{head}{_UNRELEASED}\n{section}{heading}{older}"


def _under(body: str, heading: str, lines: str) -> str:
    """The body with the lines at the end of what is under the heading, which is made where it lacks."""
    if heading not in body:
        return f"{body}\n\n{heading}\n\n{lines}".strip("\n")
    before, _, after = body.partition(heading)
    own, begins, rest = after.partition("\n### ")
    return f"{before}{heading}{own.rstrip()}\n{lines}{chr(10) if begins else ''}{begins}{rest}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
