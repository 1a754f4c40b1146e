"""Records what the local AWS refuses of `cases`: `python -m tests.preflight.record`, some minutes.

It applies the cases, plans what is refused of them, keeps that plan's JSON, applies it, and keeps the errors.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from tooling import emulator
from tooling.aws import Target
from tooling.errors import PlatformError
from tooling.saved import kept_late
from tooling.terraform import Terraform

CASES = Path(__file__).parent / "cases"
RECORDED = Path(__file__).parent / "recorded.json"


def record(folder: Path) -> dict[str, Any]:
    """The plan and, by address, what the local AWS answered."""
    server = emulator.start(folder / "aws", port=0, owner=os.getpid())
    try:
        root = Path(shutil.copytree(CASES, folder / "cases"))
        variables = Target("local", server.url, "eu-west-1").variables()
        before, after = (
            Terraform(root, variables | {"TF_VAR_next": value}, runs=folder / "runs")
            for value in ("false", "true")
        )
        before.init()
        before.plan(folder / "before")
        before.apply(folder / "before")
        after.plan(folder / "after")
        plan = after.show(folder / "after")
        late = sorted(kept_late(folder / "after"))
        errors: dict[str, str] = {}
        others: list[str] = []  # of deletions, which Terraform says without an address

        def note(event: dict[str, Any]) -> None:
            if event.get("type") == "diagnostic" and event["diagnostic"]["severity"] == "error":
                said = event["diagnostic"]
                text = f"{said['summary']} {said.get('detail', '')}".strip()
                if address := said.get("address"):
                    errors[address] = text
                else:
                    others.append(text)
            elif event.get("type") == "apply_errored":
                errors.setdefault(event["hook"]["resource"]["addr"], "")

        with suppress(PlatformError):
            after.apply(folder / "after", on_event=note)
        return {
            "plan": reduced(plan),
            "kept_late": late,
            "errors": dict(sorted(errors.items())),
            "of_deletions": sorted(others),
        }
    finally:
        emulator.stop(folder / "aws")


def reduced(plan: dict[str, Any]) -> dict[str, Any]:
    """A plan without what preflight does not read."""
    return {
        "configuration": plan["configuration"],
        "prior_state": {"values": {"root_module": {"resources": list(_needs(plan))}}},
        "resource_changes": [
            each | {"change": {name: _without_null(value) for name, value in each["change"].items()}}
            for each in plan["resource_changes"]
            if each["mode"] == "managed"
        ],
    }


def _needs(plan: dict[str, Any]) -> Any:
    for each in plan["prior_state"]["values"]["root_module"]["resources"]:
        if each["mode"] == "managed":
            yield {"address": each["address"], "depends_on": each.get("depends_on", [])}


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        left = {"tags", "tags_all", "timeouts"}
        return {
            name: _without_null(part) for name, part in value.items() if part is not None and name not in left
        }
    return [_without_null(part) for part in value] if isinstance(value, list) else value


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        found = record(Path(scratch))
    RECORDED.write_text(json.dumps(found, separators=(",", ":")) + "\n")
    json.dump(found["errors"], sys.stdout, indent=1)
