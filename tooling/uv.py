"""The installer: uv, which is part of the harness environment, with this machine's sources of packages."""

import subprocess
import sys

from tooling import indexes
from tooling.errors import PlatformError


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run uv to its end; its exit code and output are the caller's to read.

    Raises:
        PlatformError: there is no uv to run.
    """
    done = subprocess.run(
        [sys.executable, "-m", "uv", *arguments],
        env=indexes.variables(_sources()),
        capture_output=True,
        text=True,
    )
    if "No module named uv" in done.stderr:
        raise PlatformError("The harness environment lacks uv.", "rm -rf .venv && ./invokew --list")
    return done


def _sources() -> indexes.Sources:
    return indexes.sources(sys.executable)


def tail(text: str, lines: int = 8) -> str:
    """The end of what uv said, where the cause is."""
    return "\n".join(text.strip().splitlines()[-lines:])
