"""docs/local-aws.md: which engine of the local AWS answers for which resource type of the modules."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from tooling.emulator.double import SERVICES
from tooling.emulator.server import MOTO_SERVICES
from tooling.errors import PlatformError
from tooling.paths import ROOT
from tooling.terraform import provider_6

PAGE = ROOT / "docs" / "local-aws.md"
COMMAND = ".venv/bin/python -m tooling.hooks engines --write"
_CONFIGURATION = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
REFUSED: dict[str, str] = _CONFIGURATION["refused"]

_HEAD = f"""\
# The local AWS, by resource type

Generated from the routing of `tooling/emulator` and from what the modules use. Write it anew with
`{COMMAND}`.

Every type applies, plans empty and is destroyed there, in an example of a module or in
`tests/emulator/probes`, unless a refusal is told. That it applies says little about what it does:
[docs/capabilities.md](capabilities.md) tells how far each capability is shown, and
[docs/oddities.md](oddities.md) what differs from AWS.

- **MiniStack** runs functions, queues, tables, APIs and state machines.
- **moto** keeps what would run elsewhere, and checks what refers to what.
- **The double** keeps what it is given, as the service's model says.

| Type | Service | Engine | Refused with |
|---|---|---|---|
"""


def used() -> list[str]:
    """The resource types of the modules."""
    return sorted(kind.split()[1] for kind in provider_6.used() if kind.startswith("resource aws_"))


def page(types: Iterable[str]) -> str:
    """The page, in Markdown."""
    rows = []
    for kind in types:
        found = service(kind)
        refused = f"`{REFUSED[kind]}`" if kind in REFUSED else ""
        rows.append(f"| `{kind}` | {found} | {engine(found)} | {refused} |\n")
    return _HEAD + "".join(rows)


def service(kind: str) -> str:
    """The service that a resource type's calls are signed for.

    Raises:
        PlatformError: nobody wrote it down.
    """
    known: dict[str, str] = _CONFIGURATION["services"]
    fitting = [start for start in known if f"{kind}_".startswith(f"aws_{start}_")]
    if not fitting:
        raise PlatformError(
            f"{kind} is of no known service", "add how it begins to tooling/emulator/types.toml"
        )
    return known[max(fitting, key=len)]


def engine(name: str) -> str:
    """Which one answers calls that are signed for a service."""
    if name in SERVICES:
        return "the double"
    return "moto" if name in MOTO_SERVICES else "MiniStack"
