"""Policy: checkov and the platform's own rules over code and plans, in one process with its own environment.

This package is light. What needs checkov (`scan`, `rule`, `checks`) is imported by that process only.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile

from tooling import lifecycle
from tooling.errors import PlatformError
from tooling.paths import CODE as IMPORTED
from tooling.paths import ENVIRONMENTS, EXAMPLES, INSTALLED, MODULES, REQUIREMENTS, ROOT
from tooling.policy import kept, sources
from tooling.policy.changes import changed
from tooling.policy.findings import Finding, Report, Suppressed, Unit, render_text, report_of
from tooling.policy.plans import read as read_plan
from tooling.policy.sources import Tree
from tooling.venvs import python_of

__all__ = ["Finding", "Plan", "Report", "Suppressed", "command", "render_text", "run"]

CODE = tuple(Path(os.path.relpath(folder, ROOT)) for folder in (MODULES, EXAMPLES, ENVIRONMENTS))
# Among the packages of an environment, the harness is looked for last: checkov has its own of the others.
_MODULE = "tooling.policy.runner"
_LAST = (
    f"import runpy, sys; sys.path.append({str(IMPORTED)!r}); "
    f"runpy.run_module({_MODULE!r}, run_name='__main__', alter_sys=True)"
)


@dataclass(frozen=True)
class Plan:
    """A plan to check too.

    Attributes:
        root: folder of the root module that was planned.
        json: what `terraform show -json` wrote of it.
    """

    root: Path
    json: Path


def run(
    paths: Iterable[Path] | None = None,
    plans: Sequence[Plan] = (),
    *,
    changed_only: bool = False,
    since: str = "HEAD",
    root: Path = ROOT,
    within: Sequence[Path] = CODE,
    remember: bool = True,
) -> Report:
    """Check the code and the plans against every rule.

    Args:
        paths: only what a change of these files or folders can affect; None is everything.
        plans: plans to check against the code they were made from.
        changed_only: as `paths`, with what differs from a commit, deletions included.
        since: that commit.
        root: the folder that holds the code.
        within: where in it the code is.
        remember: whether a root that has not changed may be answered from the last time.

    Raises:
        PlatformError: something could not be read or checked; nothing then counts as passed.
    """
    tree = sources.read(root, within)
    planned = [
        Plan(tree.root / os.path.relpath(plan.root.resolve(), tree.root), plan.json)
        for plan in (Plan(root / plan.root, plan.json) for plan in plans)
    ]
    for plan in planned:
        read_plan(plan.json)  # before checkov is started, which costs seconds
    everything = paths is None and not changed_only
    chosen = sources.roots(tree)
    if not everything:
        touched = {*sources.affected(tree, chosen, paths or ()), *(plan.root for plan in planned)}
        if changed_only:
            touched |= {*changed(tree, within, since)}
        chosen = [one for one in chosen if one in touched]
    done: dict[Path, Unit] = {}
    todo = sorted({*chosen, *(plan.root for plan in planned)})
    while todo:
        done |= _units(tree, within, todo, planned, remember)
        # What only files call that cannot be read is a root of its own.
        unread = {tree.path(file) for unit in done.values() for file in unit.unread}
        more = set(sources.roots(tree, unread)) - set(sources.roots(tree)) - set(done)
        todo = sorted(more) if unread else []
    return report_of(done.values())


def command(
    root: Path = ROOT,
    within: Sequence[Path] = CODE,
    only: Iterable[Path] = (),
    plans: Iterable[Plan] = (),
) -> list[str]:
    """The command that scans: by default all the code. To be run at the top of the checkout."""
    start = ["-c", _LAST] if INSTALLED else ["-m", _MODULE]
    command = [str(python_of("policy")), *start, "--units", "--root", str(root)]
    for name, paths in (("--within", within), ("--only", only)):
        command += [part for path in paths for part in (name, str(path))]
    for plan in plans:
        command += ["--plan", f"{plan.root}={plan.json}"]
    return command


def _units(
    tree: Tree, within: Sequence[Path], roots: Sequence[Path], plans: Sequence[Plan], remember: bool
) -> dict[Path, Unit]:
    """What each root shows, from the last time where nothing has changed since."""
    of_rules = _rules()
    files = {
        root: kept.file(of_rules, tree, root, [one.json for one in plans if one.root == root])
        for root in roots
    }
    known = {root: kept.load(file) if remember else None for root, file in files.items()}
    done = {root: unit for root, unit in known.items() if unit is not None}
    missing = [root for root in roots if root not in done]
    for unit in _scan(tree, within, missing, plans) if missing else ():
        root = tree.path(unit.root)
        done[root] = unit
        kept.keep(files[root], unit)
    return done


def _scan(tree: Tree, within: Sequence[Path], roots: Sequence[Path], plans: Sequence[Plan]) -> Iterator[Unit]:
    asked = command(tree.root, within, roots, [plan for plan in plans if plan.root in roots])
    left = len(roots)
    with (
        TemporaryFile("w+") as errors,
        subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True) as scan,
    ):
        for line in scan.stdout or ():
            if not line.startswith("{"):
                continue  # what some library prints
            answer = json.loads(line)
            if "error" in answer:
                raise PlatformError(answer["error"]["message"], answer["error"]["next_step"])
            left -= 1
            yield Unit.from_json(answer)
        if scan.wait() or left:
            errors.seek(0)
            last = errors.read().strip().splitlines()[-1:] or [f"exit code {scan.returncode}"]
            raise PlatformError(
                f"the policy scan broke off: {last[0]}",
                "rm -rf .cache/venvs/policy, and try again: it is made again",
            )


def _rules() -> bytes:
    """Of all that decides what is found, but the code: the rules and checkov's version."""
    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*") if path.suffix in (".py", ".toml"))
    digest = hashlib.sha256()
    names = ("attributes.py", "expressions.py", "hcl.py", "lifecycle.py", "lifecycle.toml")
    beside = [here.with_name(name) for name in names]
    for path in [REQUIREMENTS / "policy.txt", *beside, *files]:
        digest.update(path.read_bytes() + b"\0")
    # What has ended by today is no less a rule.
    digest.update(repr([line for line in lifecycle.table() if line.ended(date.today())]).encode())
    return digest.digest()
