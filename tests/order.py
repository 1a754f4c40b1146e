"""The order of the tests of a folder that shares what it applies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest


def arrange(
    items: list[pytest.Item], folder: Path, first: Sequence[str] = (), last: Sequence[str] = ()
) -> None:
    """Put a folder's tests at the end, in the order of their files, and leave them out of the fast tier.

    Args:
        first: files that begin.
        last: files that end it.
    """
    order = (*first, "", *last)

    def place(item: pytest.Item) -> int:
        return order.index(item.path.name if item.path.name in order else "")

    ours = [item for item in items if item.path.parent == folder]
    others = [item for item in items if item not in ours]
    for item in ours:
        item.add_marker(pytest.mark.slow)
    items[:] = others + sorted(ours, key=place)
