"""docs/local-aws.md: which engine of the local AWS answers for which resource type."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tooling.emulator.double import SERVICES
from tooling.emulator.double.hints import Service
from tooling.emulator.server import MOTO_SERVICES
from tooling.errors import PlatformError
from tooling.paths import MODULES, ROOT

PAGE = ROOT / "docs" / "local-aws.md"
COMMAND = ".venv/bin/python -m tooling.hooks engines --write"
_CONFIGURATION = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_RESOURCE = re.compile(r'^resource "(aws_\w+)"', re.MULTILINE)
REFUSED: dict[str, str] = _CONFIGURATION["refused"]

_HEAD = f"""\
# The local AWS, by resource type

Generated from the routing of `tooling/emulator` and from what is applied to it. Write it anew with
`{COMMAND}`.

Every type applies, plans empty and is destroyed there: by the examples of the modules, which the smoke
tests call, or by `tests/emulator/probes`. What does not is in `tests/emulator/refused`, and is refused in
the words beside it. That a type applies says little about what it does:
[docs/capabilities.md](capabilities.md) tells how far each capability is shown, and
[docs/oddities.md](oddities.md) what differs from AWS.

- **MiniStack** runs functions, queues, tables, APIs and state machines.
- **moto** keeps what would run elsewhere, and checks what refers to what.
- **The double** keeps what it is given, as the service's model says.

| Type | Service | Engine | Refused with |
|---|---|---|---|
"""


def used() -> list[str]:
    """The resource types of the modules, of their examples and of the tests that apply something."""
    folders = (MODULES, ROOT / "tests" / "emulator", ROOT / "tests" / "smoke")
    texts = (file.read_text(encoding="utf-8") for folder in folders for file in folder.rglob("*.tf"))
    return sorted({kind for text in texts for kind in _RESOURCE.findall(text)})


def page(types: Iterable[str]) -> str:
    """The page, in Markdown."""
    rows = []
    for kind in types:
        found = service(kind)
        refused = f"`{REFUSED[kind]}`" if kind in REFUSED else ""
        rows.append(f"| `{kind}` | {found} | {engine(kind)} | {refused} |\n")
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


def engine(kind: str) -> str:
    """Which one answers the calls that a resource type makes."""
    name = service(kind)
    if (double := SERVICES.get(name)) and (not double.rest_elsewhere or _is_of(double, kind)):
        return "the double"
    return "moto" if name in MOTO_SERVICES else "MiniStack"


def _is_of(double: Service, kind: str) -> bool:
    """Whether a type is of a kind of resource in the table of a service that is served in part."""
    words = (re.sub(r"(?<!^)(?=[A-Z])", "_", each.name).lower() for each in double.kinds)
    return kind.endswith(tuple(f"_{each}" for each in words))
