"""Which engine of the local AWS answers for which resource type, as a page in Markdown.

`python -m local_aws.types FOLDER ...` prints it for the types that the Terraform code of the folders uses.
"""

import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from local_aws.double import SIGNED
from local_aws.double.hints import Service
from local_aws.errors import LocalAwsError
from local_aws.services import ROOMS
from local_aws.services.room import MINISTACK

_CONFIGURATION = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_RESOURCE = re.compile(r'^resource "(aws_\w+)"', re.MULTILINE)
REFUSED: dict[str, str] = _CONFIGURATION["refused"]

_HEAD = """\
# The local AWS, by resource type

Generated from the routing of `local_aws` and from what is applied to it. To write it:
`./invokew docs`.

Every type applies, plans empty and is destroyed there: by the examples of the modules, which the smoke
tests call, or by `tests/local_aws/probes`. What does not is in `tests/local_aws/refused`, and is refused in
the words beside it. That a type applies says little about what it does:
[docs/capabilities.md](capabilities.md) tells how far each capability is shown, and
[docs/oddities.md](oddities.md) what differs from AWS.

- **MiniStack** runs functions, queues, tables, APIs and state machines.
- **moto** keeps what would run elsewhere, and checks what refers to what.
- **The double** keeps what it is given, as the service's model says.

| Type | Service | Engine | Refused with |
|---|---|---|---|
"""


def used(folders: Iterable[Path]) -> list[str]:
    """The resource types of the Terraform code in the folders."""
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
        LocalAwsError: it is missing in types.toml.
    """
    known: dict[str, str] = _CONFIGURATION["services"]
    fitting = [start for start in known if f"{kind}_".startswith(f"aws_{start}_")]
    if not fitting:
        raise LocalAwsError(f"{kind} is of no known service", "add how it begins to local_aws/types.toml")
    return known[max(fitting, key=len)]


def engine(kind: str) -> str:
    """Which one answers the calls that a resource type makes."""
    name = service(kind)
    # Of the two of API Gateway, `aws_apigatewayv2_…` is of the one with the longer name.
    fitting = [each for each in SIGNED.get(name, []) if kind.replace("_", "").startswith(f"aws{each.model}")]
    double = max(fitting or SIGNED.get(name, []), key=lambda each: len(each.model), default=None)
    if double and (not double.rest_elsewhere or _is_of(double, kind)):
        return "the double"
    return next((room.engine for room in ROOMS.values() if room.signed_as == name), MINISTACK)


def _is_of(double: Service, kind: str) -> bool:
    """Whether a type is of a kind of resource in the table of a service that is served in part."""
    words = (re.sub(r"(?<!^)(?=[A-Z])", "_", each.name).lower() for each in double.kinds)
    return kind.endswith(tuple(f"_{each}" for each in words))


if __name__ == "__main__":
    print(page(used(map(Path, sys.argv[1:]))), end="")
