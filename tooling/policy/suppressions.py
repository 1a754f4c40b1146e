"""Suppression comments: each names known rules and says why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from tooling.policy.findings import Finding

RULE = "PLATFORM_SUPPRESSION"
TITLE = "A suppression names an existing rule and says why"
# As checkov reads them.
_COMMENT = re.compile(r"checkov:skip=\s*([\w,-]*)(?:\s*:\s*(\S[^\n]*)?)?")


def unexplained(root: Path, file: Path, known: Collection[str]) -> Iterator[Finding]:
    """A finding for each suppression in `file` without a reason, or of a rule that does not exist.

    Args:
        file: relative to `root`.
        known: ids of all rules.
    """
    try:
        text = (root / file).read_text(encoding="utf-8", errors="replace")
    except OSError:  # a link to nowhere
        return
    for number, line in enumerate(text.splitlines(), 1):
        comment = _COMMENT.search(line)
        if not comment:
            continue
        rules, reason = comment.group(1), comment.group(2)
        if not reason:
            yield _finding(file, number, f"Write the reason: #checkov:skip={rules}: why this is right here.")
        for rule in rules.split(","):
            if rule not in known:
                named = rule or "(none named)"
                yield _finding(
                    file, number, f"There is no rule {named}: write its id, or delete the comment."
                )


def _finding(file: Path, line: int, fix: str) -> Finding:
    return Finding(str(file), line, "comment", RULE, TITLE, fix)
