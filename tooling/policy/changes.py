"""What differs from a commit: the roots whose code, or that of a module they call, is another than there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tooling.errors import PlatformError
from tooling.policy import sources
from tooling.policy.sources import Tree

_LINK = "120000"


def changed(tree: Tree, within: Iterable[Path], commit: str = "HEAD") -> list[Path]:
    """The roots that are not as they are in the commit, whatever made them so: an edit, a deletion, a link.

    Args:
        within: as the tree was read.

    Raises:
        PlatformError: git cannot say what is in the commit.
    """
    top = _git(tree.root, "rev-parse", "--show-toplevel").decode().removesuffix("\n")
    if commit == "HEAD" and not _git(tree.root, "rev-list", "--all", "--max-count=1"):
        return sources.roots(tree)  # nothing is committed yet
    with TemporaryDirectory(prefix="policy-") as folder:
        copy = Path(os.path.realpath(folder))
        _check_out(Path(top), commit, copy)
        there = copy / tree.root.relative_to(os.path.realpath(top))
        there.mkdir(parents=True, exist_ok=True)
        before = sources.read(there, within)
        same = {sources.fingerprint(before, root) for root in sources.roots(before)}
        return [root for root in sources.roots(tree) if sources.fingerprint(tree, root) not in same]


def _check_out(top: Path, commit: str, target: Path) -> None:
    """Write the commit's Terraform files and links below the target."""
    wanted = []
    for entry in _git(top, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        about, _, name = entry.partition(b"\t")
        if about and (
            about.startswith(_LINK.encode()) or sources.is_read(os.fsdecode(name).rpartition("/")[2])
        ):
            mode, _, blob = about.split(b" ")
            wanted.append((mode.decode(), blob, target / os.fsdecode(name)))
    answer = _git(top, "cat-file", "--batch", given=b"".join(blob + b"\n" for _, blob, _ in wanted))
    at = 0
    for kind, _, file in wanted:
        head_end = answer.index(b"\n", at)
        size = int(answer[at:head_end].rpartition(b" ")[2])
        content = answer[head_end + 1 : head_end + 1 + size]
        at = head_end + size + 2
        file.parent.mkdir(parents=True, exist_ok=True)
        if kind == _LINK:
            file.symlink_to(os.fsdecode(content))
        else:
            file.write_bytes(content)


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], input=given, capture_output=True, check=False
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[:1]
        raise PlatformError(
            f"git cannot say what changed in {folder}: {''.join(reason)}",
            "leave out --changed: everything is checked",
        )
    return done.stdout
