"""What was adopted, for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tooling.adopt import Adopted
from tooling.adopt.checking import Checked


def shown(adopted: Adopted, checked: Checked | None) -> str:
    """What the plan does with the code, what stays as it is, and what is not adopted."""
    return "\n".join(_lines(adopted, checked))


def _lines(adopted: Adopted, checked: Checked | None) -> Iterator[str]:
    if checked:
        counts = {"import": checked.imported, "add": checked.added, "change": checked.changed}
        yield ", ".join(
            f"{len(each)} to {verb}" for verb, each in {**counts, "destroy": checked.lost}.items()
        )
        yield from _listed("Would be replaced or destroyed: do not apply this", checked.lost)
        yield from _listed("Added: what the modules have and AWS has not yet", checked.added)
        if checked.changed:
            yield "\nChanged: where the modules are stricter, or have no input"
        for address, names in checked.changed.items():
            yield f"  {address}"
            yield from (f"    {name}: {_short(old)} -> {_short(new)}" for name, (old, new) in names.items())
        yield from _listed("Updated in Terraform's state, and not in AWS", checked.stated)
    noted = [(call, note) for call in adopted.calls for note in call.notes]
    yield from _listed("Notes", [f"module.{call.label}: {note}" for call, note in noted])
    yield from _listed(
        "Read with another", [f"{each.what} ({each.type}) {each.reason}" for each in adopted.parts]
    )
    yield from _listed("Not adopted", [f"{each.what} ({each.type}): {each.reason}" for each in adopted.left])


def _listed(title: str, lines: Any) -> Iterator[str]:
    if lines:
        yield f"\n{title}"
        yield from (f"  {line}" for line in lines)


def _short(value: Any) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= 120 else f"{text[:117]}..."
