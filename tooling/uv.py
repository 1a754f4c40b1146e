"""The installer: uv, which is part of the harness environment, with the machine's settings for pip."""

import os
import subprocess
import sys

from tooling.errors import PlatformError

# pip's settings and uv's for the same thing: a machine set up for one serves the other.
_PIP_TO_UV = {
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_CERT": "SSL_CERT_FILE",
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run uv to its end; its exit code and output are the caller's to read.

    Raises:
        PlatformError: there is no uv to run.
    """
    settings = {uv: os.environ[pip] for pip, uv in _PIP_TO_UV.items() if pip in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "uv", *arguments],
        env={**settings, **os.environ, "UV_PYTHON_DOWNLOADS": "never"},
        capture_output=True,
        text=True,
    )
    if "No module named uv" in done.stderr:
        raise PlatformError("The harness environment lacks uv.", "rm -rf .venv && ./invokew --list")
    return done


def tail(text: str, lines: int = 8) -> str:
    """The end of what uv said, where the cause stands."""
    return "\n".join(text.strip().splitlines()[-lines:])
