"""Plans, as checkov is to read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tooling.errors import PlatformError

_INDEX = re.compile(r"\[[^\[\]]*\]")


def read(file: Path) -> dict[str, Any]:
    """The plan, in which only what its code gives is unknown.

    A plan also calls unknown what the code leaves out and AWS fills in, such as a block that a `dynamic`
    does not make. For a rule that is not given.

    Raises:
        PlatformError: it is no plan, or not a whole one.
    """
    try:
        plan = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        plan = None
    if not isinstance(plan, dict) or "planned_values" not in plan:
        raise PlatformError(
            f"{file}: is not the JSON of a plan", "make it with terraform show -json PLANFILE"
        )
    if plan.get("errored"):
        raise PlatformError(
            f"{file}: this plan failed half-way", "correct what terraform plan says, and plan again"
        )
    given = dict(_given((plan.get("configuration") or {}).get("root_module") or {}))
    for resource in plan.get("resource_changes") or []:
        expressions = given.get(_INDEX.sub("", str(resource.get("address"))))
        unknown = (resource.get("change") or {}).get("after_unknown")
        if expressions is None or not isinstance(unknown, dict):
            continue
        for name in [name for name, value in unknown.items() if value is True and name not in expressions]:
            del unknown[name]
    return plan


def _given(module: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What the code gives, by the address of the resource without indices."""
    for resource in module.get("resources") or []:
        yield f"{within}{resource['address']}", resource.get("expressions") or {}
    for name, call in (module.get("module_calls") or {}).items():
        yield from _given(call.get("module") or {}, f"{within}module.{name}.")
