"""Starts a local AWS with the interpreter of its own environment."""

from pathlib import Path

from local_aws import running
from tooling import venvs

PYTHON = venvs.CACHE / "venvs" / "local-aws" / "bin" / "python"


def start(directory: Path, **settings) -> running.Server:  # type: ignore[no-untyped-def]
    return running.start(directory, **{"python": venvs.python_of("local-aws"), **settings})
