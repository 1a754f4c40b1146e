"""What the roots showed the last time, kept by all that decides it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from tooling import paths
from tooling.policy import sources
from tooling.policy.findings import Unit
from tooling.policy.sources import Tree

_MOST = 2000  # files, some tens of megabytes: beyond, the oldest go


def file(rules: bytes, tree: Tree, root: Path, plans: Iterable[Path]) -> Path:
    """Where it is kept what this root shows, as it is now, with these rules and plans."""
    digest = hashlib.sha256(rules + sources.fingerprint(tree, root).encode())
    # Reports name files as seen from the tree, and a plan by its path.
    for plan in plans:
        digest.update(f"{plan}\0".encode() + plan.read_bytes())
    return paths.CACHE / "policy" / "roots" / f"{digest.hexdigest()}.json"


def load(file: Path) -> Unit | None:
    """What is kept in the file; None without one, or when it is damaged."""
    try:
        return Unit.from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(file: Path, unit: Unit) -> None:
    """Write it down for the next time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_suffix(f".{os.getpid()}")
    written.write_text(json.dumps(unit.as_json()), encoding="utf-8")
    written.replace(file)
    by_age = sorted(file.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for old in by_age[:-_MOST]:
        old.unlink(missing_ok=True)
