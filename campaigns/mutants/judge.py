"""Which test notices a mutant, the cheapest asked first."""

from __future__ import annotations

import atexit
import importlib
import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from campaigns.mutants.mutations import Mutant
from campaigns.mutants.python import PACK
from tests.plan.examples import Planned
from tooling import policy
from tooling.paths import CACHE, ROOT

# Tests of one module that need nothing but its plan or its folder. They are called without pytest.
CALLED = (
    "tests.plan.test_alarm_limits_plan",
    "tests.plan.test_doors_plan",
    "tests.plan.test_order_plan",
    "tests.plan.test_rights_plan",
    "tests.plan.test_wires_plan",
)
CALLED_WITH_FOLDER = (
    "tests.unit.test_module_actions",
    "tests.unit.test_module_alarms",
    "tests.unit.test_module_callers",
    "tests.unit.test_module_defaults",
    "tests.unit.test_module_inputs",
    "tests.unit.test_module_lifecycle",
    "tests.unit.test_module_limits",
    "tests.unit.test_module_settings",
)
OF_POLICY = ("tests/policy/test_rules.py", "tests/policy/test_scan.py")
# Tests that are run whole, in a copy of the repository.
RUN = {
    "network/vpc": ["tests/plan/test_vpc_plan.py"],
    "discovery/cloud-map": ["tests/plan/test_discovery_plan.py"],
    "discovery/cloud-map-service": ["tests/plan/test_discovery_plan.py"],
    "discovery/private-dns": ["tests/plan/test_discovery_plan.py"],
    "discovery/private-dns-service": ["tests/plan/test_discovery_plan.py"],
}
# Of this process, so that two campaigns can run side by side; as deep below the top as the refusals are.
WORK = CACHE / f"mutants-{os.getpid()}"
TREE = WORK / "tree"
atexit.register(shutil.rmtree, WORK, ignore_errors=True)


def read(folder: Path) -> str:
    """The first test that fails of those that read a module's text; empty when all pass."""
    return _first(CALLED_WITH_FOLDER, folder)


def looked_at(planned: Planned) -> str:
    """The first test that fails of those that need a plan only; empty when all pass."""
    return _first(CALLED, planned)


def _first(modules: Sequence[str], given: object) -> str:
    for name in modules:
        for test, function in inspect.getmembers(importlib.import_module(name), inspect.isfunction):
            parameters = [*inspect.signature(function).parameters]
            if test.startswith("test_") and parameters in (["planned"], ["module"]):
                try:
                    function(given)
                except Exception:  # as pytest takes it
                    return f"{name.replace('.', '/')}.py::{test}"
    return ""


def scanned(copies: Mapping[Mutant, Path], originals: Mapping[str, Mutant]) -> dict[Mutant, str]:
    """The first rule of the policy that is broken by each mutant and not by its module as it is.

    Args:
        copies: copies of modules, the originals' too.
    """
    folder = WORK / "scan"
    shutil.rmtree(folder, ignore_errors=True)
    for mutant, copy in copies.items():
        shutil.copytree(copy, folder / mutant.id / mutant.module)
    found: dict[str, set[tuple[str, str]]] = {mutant.id: set() for mutant in copies}
    for finding in policy.run(root=folder, within=[Path()], remember=False).findings:
        found[finding.file.partition("/")[0]].add((finding.rule, finding.resource))
    new = {mutant: found[mutant.id] - found[originals[mutant.module].id] for mutant in copies}
    return {mutant: min(rules)[0] for mutant, rules in new.items() if rules}


def run(mutant: Mutant) -> str:
    """The first test that fails of those that are run whole, on a copy of the repository."""
    for file in OF_POLICY if mutant.module == PACK else RUN.get(mutant.module, ()):
        with _changed(mutant):
            if found := _pytest([file]):
                return found
    return ""


@cache
def _copied() -> Path:
    """A copy of what is under version control, or will be."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("local_aws/"):
            (TREE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, TREE / name)
    (TREE / ".cache").mkdir()
    for name in ("venvs", "packages"):
        if (CACHE / name).exists():
            (TREE / ".cache" / name).symlink_to((CACHE / name).resolve())
    return TREE


def _pytest(arguments: list[str]) -> str:
    """The first test that fails in the copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=TREE, capture_output=True, text=True)
    if done.returncode == 0:
        return ""
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    if done.returncode != 1 or not failed:
        raise RuntimeError(f"{arguments} did not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed[1]


@contextmanager
def _changed(mutant: Mutant | None) -> Iterator[None]:
    """The copy with a mutant in it."""
    if mutant is None:
        yield
        return
    place = _copied() / mutant.file
    original = place.read_text()
    place.write_text(mutant.applied(original))
    try:
        yield
    finally:
        place.write_text(original)
