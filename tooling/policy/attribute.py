"""Attributes that the type of an input does not know, as findings. See `tooling.attributes`."""

from __future__ import annotations

import re
from pathlib import Path

from tooling import attributes
from tooling.policy import sources
from tooling.policy.findings import Finding, Suppressed
from tooling.policy.sources import Tree

RULE = "PLATFORM_UNKNOWN_ATTRIBUTE"
TITLE = "An input gets no attribute that its type does not know, since Terraform ignores it"
_ACCEPTED = re.compile(rf"checkov:skip=\s*{RULE}\s*:\s*(\S[^\n]*)")


def ignored(tree: Tree, root: Path) -> tuple[list[Finding], list[Suppressed]]:
    """What Terraform would ignore in a root and what it calls; and what a comment in the block accepts."""
    found = attributes.initialized(root, root / ".terraform")
    keys = {folder: key for key, (_, folder) in found.items()}
    mistaken, meant = [], []
    for folder in sources.closure(tree, root):
        for one in attributes.unknown(folder.path, found, keys.get(folder.path, "")):
            file = tree.name(one.file)
            lines = one.file.read_text(encoding="utf-8", errors="replace").splitlines()
            accepted = _ACCEPTED.search("\n".join(lines[one.block[0] - 1 : one.block[1]]))
            if accepted:
                meant.append(Suppressed(file, one.line, one.place, RULE, accepted[1].strip()))
            else:
                fix = f"{one.place} has no {one.word}: {one.advice}."
                mistaken.append(Finding(file, one.line, "attribute", RULE, TITLE, fix))
    return mistaken, meant
