"""The upgrade run: examples of the last version are applied to a local AWS, and planned with the new code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tooling import packages
from tooling.aws import Target
from tooling.release.interface import Change, Level
from tooling.terraform import Terraform

EXAMPLE = "examples/minimal"
_LEVELS: Mapping[str, tuple[str, Level]] = {
    "replace": ("is made again", "major"),
    "delete": ("is destroyed", "major"),
    "create": ("is made", "minor"),
    "update": ("changes in place", "minor"),
}


def run(
    old: Mapping[str, str], new: Path, modules: list[str], folder: Path, target: Target
) -> tuple[list[Change], list[str]]:
    """What an upgrade does to the smallest example of each module, and the modules that have none to run.

    Args:
        old: the files under modules/ of the last version, by path.
        new: the folder modules/ as it is now.
        modules: those to upgrade, as chapter/name.
        folder: an empty folder for the run.
        target: a local AWS of the run's own.

    Raises:
        PlatformError: Terraform fails with the old or the new code.
    """
    runnable = [each for each in modules if _runnable(old, new, each)]
    if not runnable:
        return [], modules
    place = folder / "modules"
    for path, content in old.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    (folder / "main.tf").write_text(
        "\n".join(
            f'module "{_label(each)}" {{\n  source = "./modules/{each}/{EXAMPLE}"\n}}\n' for each in runnable
        )
    )
    if (new.parent / "examples").is_dir():
        (folder / "examples").symlink_to(new.parent / "examples")  # the functions' packages
    for service in sorted({each for name in runnable for each in _services(old, name)}):
        packages.build(new.parent / service)
    terraform = Terraform(folder, target.variables(), runs=folder / "runs")
    terraform.init()
    terraform.plan(folder / "runs" / "first.tfplan")
    terraform.apply(folder / "runs" / "first.tfplan")
    examples = {
        each: {p: c for p, c in old.items() if p.startswith(f"modules/{each}/examples/")} for each in runnable
    }
    shutil.rmtree(place)
    shutil.copytree(new, place, ignore=shutil.ignore_patterns(".terraform*", "terraform.tfstate*"))
    for files in examples.values():  # the caller is as it was: only the modules are newer
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
    terraform.init(again=True)
    found = list(differences(terraform.look(), {_label(each): each for each in runnable}))
    return found, [each for each in modules if each not in runnable]


def differences(plan: Mapping[str, Any], modules: Mapping[str, str]) -> Iterator[Change]:
    """What a plan does, by module: `modules` are these by the labels of their calls."""
    for each in plan.get("resource_changes") or []:
        actions = each["change"]["actions"]
        kind = "replace" if len(actions) == 2 else actions[0]
        if each.get("mode") == "data" or kind not in _LEVELS:
            continue
        _, label, rest = each["address"].split(".", 2)
        what, level = _LEVELS[kind]
        address = re.sub(r"^module\.[\w-]+\.", "", rest)
        yield Change(modules.get(label, label), f"{address} {what} by the upgrade", level)


def _runnable(old: Mapping[str, str], new: Path, module: str) -> bool:
    text = "\n".join(
        content for path, content in old.items() if path.startswith(f"modules/{module}/{EXAMPLE}/")
    )
    there = (new / module / "main.tf").is_file()
    return bool(text) and there and not re.search(r'^(variable|provider) "', text, re.MULTILINE)


def _services(old: Mapping[str, str], module: str) -> list[str]:
    """The folders of the functions whose packages an example names."""
    text = old.get(f"modules/{module}/{EXAMPLE}/main.tf", "")
    return re.findall(r"(examples/[\w-]+/services/\w+)/build/", text)


def _label(module: str) -> str:
    return re.sub(r"\W", "_", module)
