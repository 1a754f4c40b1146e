"""The wrong calls of `tests/plan/refusals`, made of many mutants at once: which of them are still refused."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from python_terraform import IsFlagged

from campaigns.mutants.batch import copy_of
from campaigns.mutants.mutations import Mutant
from tests.plan import test_refusals
from tooling.aws import Target
from tooling.terraform import Terraform

# What is no call, such as locals: there once for all mutants.
_SHARED = re.compile(r"^(?!module )\w+ .*?\{\n.*?^\}\n", re.MULTILINE | re.DOTALL)


def noticed(mutants: Sequence[Mutant], copies: Path, folder: Path, target: Target) -> dict[Mutant, str]:
    """The test that fails, by mutant.

    Args:
        copies: where the copies of the modules with the mutants are.
        folder: for the roots; what was there is gone. As deep below the top as the refusals are.
    """
    found: dict[Mutant, str] = {}
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("values", "combinations"):
        root = folder / name
        by_mutant = {mutant: _files(mutant, name) for mutant in mutants}
        root.mkdir(parents=True)
        originals = sorted((test_refusals.REFUSALS / name).glob("*.tf"))
        shared = [block[0] for file in originals for block in _SHARED.finditer(file.read_text())]
        (root / "main.tf").write_text("\n".join(shared))
        for mutant, files in by_mutant.items():
            for file in files:
                (root / f"x{mutant.id}_{file.name}").write_text(_calls(mutant, file.read_text(), copies))
        diagnostics = list(_diagnostics(Terraform(root, target.variables(), runs=root / "runs"), name))
        for mutant, files in by_mutant.items():
            own = [each for each in diagnostics if f"x{mutant.id}" in json.dumps(each) and "range" in each]
            refused = [test_refusals.refusal(_named_as_before(each)) for each in own]
            if test_refusals.differences(files, refused) and mutant not in found:
                found[mutant] = f"tests/plan/test_refusals.py::test_wrong_{name}_are_refused"
    return found


def _files(mutant: Mutant, name: str) -> list[Path]:
    """The files that call the module."""
    files = sorted((test_refusals.REFUSALS / name).glob("*.tf"))
    called = f'modules/{mutant.module}"'
    return [file for file in files if file.name != "main.tf" and called in file.read_text()]


def _calls(mutant: Mutant, text: str, copies: Path) -> str:
    """The calls, of the copy with the mutant in it, by names that no other mutant has."""
    text = _SHARED.sub(lambda block: "\n" * block[0].count("\n"), text)  # lines keep their numbers
    names = re.findall(r'^module "(\w+)"', text, re.MULTILINE)
    for name in names:
        text = re.sub(rf'(module "|\bmodule\.){name}\b', rf"\g<1>x{mutant.id}_{name}", text)
    place = copy_of(mutant, Path("../..") / copies.name)
    return text.replace(f'"../../../../modules/{mutant.module}"', f'"{place}"')


def _diagnostics(terraform: Terraform, name: str) -> Iterator[Mapping[str, Any]]:
    terraform.init(backend=False)
    if name == "values":  # `validate` already refuses a wrong value
        _, report, _ = terraform.cmd("validate", json=IsFlagged)
        yield from json.loads(report)["diagnostics"]
        return
    _, events, _ = terraform.cmd("plan", json=IsFlagged, lock=False)
    yield from filter(
        None, (json.loads(line).get("diagnostic") for line in events.splitlines() if line.startswith("{"))
    )


def _named_as_before(diagnostic: Mapping[str, Any]) -> dict[str, Any]:
    text = re.sub(r"\bx[0-9a-f]{10}_", "", json.dumps(diagnostic))
    named: dict[str, Any] = json.loads(text)
    return named
