"""Plans of many mutants at once.

Starting Terraform and its provider costs more than planning an example. So mutants are side by side in one
root, each with the examples of its module in a copy of its own.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_terraform import IsFlagged

from campaigns.mutants.mutations import Mutant
from tests.plan.examples import examples_of, write_root
from tooling.aws import Target
from tooling.paths import MODULES, ROOT
from tooling.terraform import Terraform, provider

_OF_MUTANT = re.compile(r"\b(?P<mutant>x[0-9a-f]{10})(?=[_/])")


@dataclass(frozen=True)
class Plans:
    """Plans by mutant, as if each were alone; and why Terraform made none of some."""

    made: dict[Mutant, dict[str, Any]]
    refused: dict[Mutant, str]


def copy(mutants: Iterable[Mutant], folder: Path) -> None:
    """Copy the module of each, with the mutant in it. What was in the folder is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for mutant in mutants:
        _copy(mutant, folder / f"x{mutant.id}")


def plans(mutants: Sequence[Mutant], folder: Path, target: Target) -> Plans:
    """Plan the examples of copies.

    Args:
        folder: where the copies are, and where the root goes.
    """
    left = {f"x{each.id}": each for each in mutants}
    terraform = Terraform(folder, target.variables(), runs=folder / "runs")
    refused: dict[Mutant, str] = {}
    while left:
        write_root(
            folder,
            {
                f"{name}_{example}": f"./{name}/{source}"
                for name, mutant in left.items()
                for example, source in examples_of(mutant.module.partition("/")[0]).items()
                if source.startswith(f"modules/{mutant.module}/")
            },
        )
        found = _errors(*terraform.cmd("init", json=IsFlagged, backend=False)) or _invalid(terraform)
        if not found:
            with provider.shared(terraform):
                found = _errors(*terraform.cmd("plan", json=IsFlagged, out="plan", lock=False))
                if not found:
                    plan = terraform.show(folder / "plan")
                    made = {mutant: _alone(plan, name) for name, mutant in left.items()}
                    return Plans(made, refused)
        for name, message in found.items():
            if name not in left:
                raise RuntimeError(message)
            refused[left.pop(name)] = message
    return Plans({}, refused)


def copy_of(mutant: Mutant, folder: Path) -> Path:
    """The module with the mutant in it, after `copy`."""
    return folder / f"x{mutant.id}" / "modules" / mutant.module


def _copy(mutant: Mutant, top: Path) -> None:
    """The repository with one module of its own: the rest are links."""
    top.mkdir()
    for entry in ROOT.iterdir():
        if entry.name not in ("modules", ".git", "tests"):
            (top / entry.name).symlink_to(entry)
    for other in MODULES.glob("*/*"):
        copy = top / "modules" / other.relative_to(MODULES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if str(other.relative_to(MODULES)) == mutant.module:
            shutil.copytree(other, copy)
        else:
            copy.symlink_to(other)
    file = top / mutant.file
    file.write_text(mutant.applied(file.read_text()))


def _invalid(terraform: Terraform) -> dict[str, str]:
    """Who is no valid Terraform, which costs less to see than a plan, and why."""
    code, report, error = terraform.cmd("validate", json=IsFlagged)
    events = [json.dumps({"diagnostic": each}) for each in json.loads(report)["diagnostics"]]
    return _errors(code, "\n".join(events), error)


def _errors(code: int, events: str, error: str) -> dict[str, str]:
    """Whom Terraform refused, and why. Nothing when it is content."""
    if code in (0, 2):
        return {}
    found = {}
    for line in events.splitlines():
        diagnostic = json.loads(line).get("diagnostic") if line.startswith("{") else None
        if diagnostic and diagnostic["severity"] == "error":
            text = f"{diagnostic['summary']}: {diagnostic.get('detail', '')}"
            places = (diagnostic.get("range", {}).get("filename", ""), diagnostic.get("address", ""), text)
            match = next(filter(None, map(_OF_MUTANT.search, places)), None)
            found[match["mutant"] if match else ""] = text
    return found or {"": error or events[-2000:]}


def _alone(plan: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The part of one mutant, with the names and places that it has in the repository."""
    start = f"module.{name}_"

    def renamed(value: Any) -> Any:
        return json.loads(json.dumps(value).replace(f"{start}", "module."))

    root = plan["configuration"]["root_module"]
    calls = {
        call.removeprefix(f"{name}_"): renamed(body)
        | {"source": body["source"].replace(f"./{name}/", "../../../")}
        for call, body in root["module_calls"].items()
        if call.startswith(f"{name}_")
    }
    prior = plan.get("prior_state", {}).get("values", {}).get("root_module", {})
    children = [renamed(each) for each in prior.get("child_modules", []) if each["address"].startswith(start)]
    return {
        "configuration": {"root_module": {"module_calls": calls}},
        "resource_changes": [
            renamed(each) for each in plan["resource_changes"] if each["address"].startswith(start)
        ],
        "prior_state": {"values": {"root_module": {"child_modules": children}}},
        "output_changes": {
            output.removeprefix(f"{name}_"): change
            for output, change in plan.get("output_changes", {}).items()
            if output.startswith(f"{name}_")
        },
    }
