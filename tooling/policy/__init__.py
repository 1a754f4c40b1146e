"""Policy: checkov and the platform's own rules over code and plans, in one process with its own environment.

This package is light. What needs checkov (`scan`, `rule`, `checks`) is imported by that process only.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tooling.errors import PlatformError
from tooling.paths import CACHE, ROOT
from tooling.policy.findings import Finding, Report, Suppressed, render_text
from tooling.policy.sources import Folders, affected, folders
from tooling.venvs import python_of

__all__ = ["Finding", "Plan", "Report", "Suppressed", "command", "render_text", "run"]

CODE = tuple(Path(name) for name in ("modules", "examples", "environments"))
_KEPT = 16  # results that the cache holds


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
    root: Path = ROOT,
    within: Sequence[Path] = CODE,
    remember: bool = True,
) -> Report:
    """Check the code and the plans against every rule.

    Args:
        paths: only what a change of these files or folders can affect; None is everything.
        plans: plans to check against the code they were made from, which has to be part of the scan.
        changed_only: as `paths`, with what differs from the last commit.
        root: the folder that holds the code.
        within: where in it the code is.
        remember: whether an unchanged tree may be answered from the last time.

    Raises:
        PlatformError: something could not be read or checked; nothing then counts as passed.
    """
    tree = folders(root, within)
    if changed_only:
        paths = [*(paths or ()), *_changed(root)]
    if paths is not None:
        changed = [_relative(path, root) for path in paths] + [_relative(plan.root, root) for plan in plans]
        tree = affected(root, tree, changed)
    if not tree:
        return Report()
    kept = CACHE / "policy" / f"{_fingerprint(root, tree, plans)}.json"
    report = _kept(kept) if remember else None
    if report is None:
        report = _scan(root, tree, plans)
        _keep(kept, report)
    return report


def command(root: Path = ROOT, tree: Folders | None = None, plans: Sequence[Plan] = ()) -> list[str]:
    """The command that scans: by default all the code. To be run at the top of the checkout."""
    command = [str(python_of("policy")), "-m", "tooling.policy.runner", "--json", "--root", str(root)]
    command += ["--memory", str(CACHE / "policy")]
    for folder in folders(root, CODE) if tree is None else tree:
        command += ["--folder", str(folder)]
    for plan in plans:
        command += ["--plan", f"{_relative(plan.root, root)}={plan.json}"]
    return command


def _scan(root: Path, tree: Folders, plans: Sequence[Plan]) -> Report:
    done = subprocess.run(command(root, tree, plans), cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise PlatformError(
            f"the policy scan broke off: {last[0]}",
            "rm -rf .cache/venvs/policy, and try again: it is made anew",
        ) from None
    if "error" in answer:
        raise PlatformError(answer["error"]["message"], answer["error"]["next_step"])
    return Report.from_json(answer)


def _changed(root: Path) -> list[Path]:
    """What differs from the last commit, new files included."""
    git = ["git", "-C", str(root), "status", "--porcelain", "--no-renames", "-uall", "-z", "."]
    done = subprocess.run(git, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PlatformError(
            f"git cannot tell what changed in {root}: {done.stderr.strip()}",
            "leave out --changed: everything is checked",
        )
    top = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=True
    )
    return [Path(top.stdout.strip()) / entry[3:] for entry in done.stdout.split("\0") if entry]


def _relative(path: Path, root: Path) -> Path:
    return Path(os.path.relpath(root / path, root))


def _fingerprint(root: Path, tree: Folders, plans: Sequence[Plan]) -> str:
    """Of all that decides the result: the rules, checkov's version, the code and the plans."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    rules = sorted(path for path in here.rglob("*") if path.suffix in (".py", ".toml"))
    code = [root / file for files in tree.values() for file in files]
    lock = ROOT / "requirements" / "policy.txt"
    for path in [lock, *rules, *code, *(plan.json for plan in plans)]:
        digest.update(f"{path}\0".encode() + path.read_bytes() + b"\0")
    digest.update("\0".join(str(plan.root) for plan in plans).encode())
    return digest.hexdigest()


def _kept(file: Path) -> Report | None:
    """The report kept in the file; None without one, or when it is damaged."""
    try:
        return Report.from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, report: Report) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_suffix(f".{os.getpid()}")
    written.write_text(json.dumps(report.as_json()), encoding="utf-8")
    written.replace(file)
    by_age = sorted(file.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for old in by_age[:-_KEPT]:
        old.unlink(missing_ok=True)
