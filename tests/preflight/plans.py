"""Plans for tests of preflight, as Terraform shows them in JSON, from the little that matters of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

ACTIONS = {"replace": ["delete", "create"], "delete+create": ["delete", "create"]}


def change(
    address: str,
    how: str,
    before: Any = None,
    after: Any = None,
    unknown: Any = None,
    refers: Mapping[str, str] | None = None,
    waits: Sequence[str] = (),
) -> dict[str, Any]:
    """One entry of `resource_changes`.

    Args:
        how: its actions, joined by `+`.
        refers: by attribute, what its code refers to there.
        waits: its `depends_on`.
    """
    module, kind, name = re.fullmatch(r"(?:(module\..*)\.)?(\w+)\.([\w-]+)(?:\[.*\])?", address).groups()  # type: ignore[union-attr]
    return {
        "address": address,
        "module_address": module or "",
        "mode": "managed",
        "type": kind,
        "name": name,
        "change": {
            "actions": ACTIONS.get(how, how.split("+")),
            "before": before,
            "after": after,
            "after_unknown": unknown or {},
        },
        "refers": dict(refers or {}),
        "waits": list(waits),
    }


def plan_of(*changes: Mapping[str, Any], needs: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """A plan of these changes.

    Args:
        needs: by address, the blocks that a resource needed when it was last applied; without it, what it is
            not known.
    """
    root: dict[str, Any] = {"resources": [], "module_calls": {}}
    seen = set()
    for each in changes:
        here = root
        for step in re.findall(r"module\.([\w-]+)", each["module_address"]):
            call = here["module_calls"].setdefault(step, {"module": {"resources": [], "module_calls": {}}})
            here = call["module"]
        if (each["module_address"], each["type"], each["name"]) in seen:
            continue
        seen.add((each["module_address"], each["type"], each["name"]))
        here["resources"].append(
            {
                "address": f"{each['type']}.{each['name']}",
                "mode": "managed",
                "type": each["type"],
                "name": each["name"],
                "provider_config_key": "aws",
                "expressions": {name: {"references": [to]} for name, to in each["refers"].items()},
                "depends_on": each["waits"],
            }
        )
    known = [{"address": address, "depends_on": list(blocks)} for address, blocks in (needs or {}).items()]
    return {
        "resource_changes": list(changes),
        "configuration": {"provider_config": {}, "root_module": root},
        "prior_state": {"values": {"root_module": {"resources": known}}},
    }
