"""Starts a local AWS with the interpreter of its own environment, or the one that LOCAL_AWS_PYTHON names."""

import os
from pathlib import Path
from typing import Any

from local_aws import running
from tooling import emulator, venvs

PYTHON = Path(os.environ.get("LOCAL_AWS_PYTHON") or venvs.CACHE / "venvs" / "local-aws" / "bin" / "python")


def start(directory: Path, **settings: Any) -> running.Server:
    if "LOCAL_AWS_PYTHON" not in os.environ:
        venvs.python_of("local-aws")
    emulator.install_valkey(print)
    emulator.install_node()
    known = os.environ["PATH"].split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join(dict.fromkeys([*known, *map(str, emulator.programs())]))
    return running.start(directory, **{"python": PYTHON, **settings})
