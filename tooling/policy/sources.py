"""Which files a scan reads: the folders asked for, whatever calls them, and whatever those call."""

from __future__ import annotations

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

# Terraform takes no expression as a source, so the text says it all.
_CALL = re.compile(r'^\s*source\s*=\s*"(\.\.?/[^"]*|\.\.?)"', re.MULTILINE)
_READ = (".tf", ".tfvars", ".tfvars.json")

Folders = dict[Path, list[Path]]


def folders(root: Path, within: Iterable[Path] = ()) -> Folders:
    """The Terraform files below `root` by folder, paths relative to it; hidden folders hold none.

    Args:
        within: only files below these, paths relative to `root`. Empty is all of it.
    """
    found: Folders = {}
    for start in sorted(set(within)) or [Path()]:
        for directory, names, files in os.walk(root / start):
            names[:] = sorted(name for name in names if not name.startswith(".") and name != "node_modules")
            here = Path(directory).relative_to(root)
            terraform = sorted(here / name for name in files if name.endswith(_READ))
            if terraform:
                found[here] = terraform
    return found


def affected(root: Path, tree: Folders, changed: Iterable[Path]) -> Folders:
    """The part of `tree` in which a change to `changed` can show, complete enough to be evaluated.

    Args:
        changed: files or folders, relative to `root`; a folder stands for everything below it.
    """
    calls = {folder: _calls(root, folder, files) for folder, files in tree.items()}
    called_by: dict[Path, set[Path]] = defaultdict(set)
    for caller, callees in calls.items():
        for callee in callees:
            called_by[callee].add(caller)
    touched = {folder for folder in tree for path in changed if _concerns(path, folder, tree[folder])}
    wanted = _closure(_closure(touched, called_by), calls)
    return {folder: files for folder, files in tree.items() if folder in wanted}


def stage(root: Path, tree: Folders, target: Path) -> None:
    """Copy the files of `tree` below `target`, where checkov then sees exactly these and nothing else."""
    for folder, files in tree.items():
        (target / folder).mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copyfile(root / file, target / file)


def _concerns(path: Path, folder: Path, files: list[Path]) -> bool:
    return path in files or path == folder or path in folder.parents


def _calls(root: Path, folder: Path, files: list[Path]) -> set[Path]:
    sources = (
        source
        for file in files
        if file.suffix == ".tf"
        for source in _CALL.findall((root / file).read_text(encoding="utf-8", errors="replace"))
    )
    return {Path(os.path.normpath(folder / source)) for source in sources}


def _closure(start: set[Path], edges: Mapping[Path, set[Path]]) -> set[Path]:
    reached, todo = set(start), list(start)
    while todo:
        for next_one in edges.get(todo.pop(), set()) - reached:
            reached.add(next_one)
            todo.append(next_one)
    return reached
