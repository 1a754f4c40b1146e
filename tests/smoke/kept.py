"""A chapter as it was applied, kept: the next run of some tests alone need not apply it again."""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import suppress
from pathlib import Path

from tests.smoke.chapters import GALLERY, Chapter, apply_chapter, chapter_root
from tests.smoke.local import Local
from tooling import emulator
from tooling.errors import PlatformError
from tooling.paths import EXAMPLES, MODULES


def kept_or_applied(local: Local, name: str) -> Chapter:
    """The chapter as it was kept, if it was with all that is the same now; else applied, and then kept."""
    if local.directory is None or emulator.inventory(local.directory):
        return apply_chapter(local, name)  # a snapshot is of a whole local AWS
    root = chapter_root(name)
    mark, snapshot = root / "kept.json", root / "aws.snapshot"
    taken = local.directory / "snapshots" / f"{name}.snapshot"
    inputs = _inputs(local, name)
    if mark.is_file() and json.loads(mark.read_text())["inputs"] == inputs:
        taken.parent.mkdir(exist_ok=True, mode=0o700)
        shutil.copy(snapshot, taken)  # as it is: its owner's only
        with suppress(PlatformError):  # of another version of the local AWS
            emulator.restore(name, local.directory)
            return Chapter.of(local, name, json.loads(mark.read_text())["second_plan"])
    return _kept(apply_chapter(local, name), local, name, inputs)


def _kept(chapter: Chapter, local: Local, name: str, inputs: str) -> Chapter:
    assert local.directory is not None
    emulator.snapshot(name, local.directory)
    root = chapter_root(name)
    shutil.copy(local.directory / "snapshots" / f"{name}.snapshot", root / "aws.snapshot")
    (root / "kept.json").write_text(json.dumps({"inputs": inputs, "second_plan": chapter.second_plan}))
    return chapter


def _inputs(local: Local, name: str) -> str:
    """What was applied: the address of the local AWS is in it, too."""
    total = hashlib.sha256(local.url.encode())
    for source in sorted([*_files(MODULES), *_files(EXAMPLES), GALLERY / "main.tf", GALLERY / f"{name}.tf"]):
        total.update(str(source).encode() + hashlib.sha256(source.read_bytes()).digest())
    return total.hexdigest()


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
