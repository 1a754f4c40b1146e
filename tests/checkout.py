"""This repository as another user has it, and the commands that they type there."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tooling.paths import CACHE, ROOT

RAN: set[str] = set()  # every ./invokew of this run


@dataclass(frozen=True)
class Checkout:
    """A copy of this repository, as a newcomer has it after `git clone`, with its own caches."""

    path: Path

    def invokew(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        RAN.add(" ".join(["./invokew", *arguments]))
        done = subprocess.run(
            ["./invokew", *arguments], cwd=self.path, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if check and done.returncode != 0:
            pytest.fail(
                f"./invokew {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
            )
        return done

    def git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
        return subprocess.run(
            ["git", *identity, *arguments], cwd=self.path, capture_output=True, text=True, check=True
        ).stdout


def copied(path: Path) -> Checkout:
    """The tree as it stands, committed and tagged v9.9.9; the Python environments are shared."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).exists():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, path / name)
    copy = Checkout(path)
    copy.git("init", "-q", "-b", "main")
    copy.git("add", "-A")
    copy.git("commit", "-qm", "The platform")
    copy.git("tag", "v9.9.9")
    (path / ".venv").symlink_to(ROOT / ".venv")
    (path / ".cache").mkdir()
    (path / ".cache/venvs").symlink_to(CACHE / "venvs")
    return copy
