"""The side environments: packages that cannot live next to the harness, each made from its own lock."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from tooling import uv
from tooling.errors import PlatformError
from tooling.paths import CACHE, HOUSE, REQUIREMENTS, ROOT

Name = Literal["policy", "local-aws", "diagram", "javascript", "kubernetes", "localstack", "valkey"]

_STAMP = "platform-stamp.json"
_PYTHON = {"localstack": "3.13"}  # where the harness's own will not do
_BUILT = ("localstack",)  # has packages of which there is no wheel
_LOCKS = {"local-aws": HOUSE / "local_aws" / "requirements.txt"}  # the rest: requirements/NAME.txt


def python_of(
    name: Name,
    *,
    venvs: Path = CACHE / "venvs",
    requirements: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Path:
    """The interpreter of the environment `name`, made or repaired first when it has to be.

    Args:
        name: the environment.
        requirements: the folder with its lock, NAME.txt; by default where it is in this repository.
        say: gets, in one line each, what slow thing starts.

    Raises:
        PlatformError: the environment could not be filled, or there is no Python that it runs in.
    """
    venv = venvs / name
    lock = requirements / f"{name}.txt" if requirements else _LOCKS.get(name, REQUIREMENTS / f"{name}.txt")
    python = venv / "bin" / "python"
    wanted = _wanted(lock, _PYTHON.get(name, sys.version))
    if _is_whole(venv, wanted):
        return python
    venvs.mkdir(parents=True, exist_ok=True)
    with locked(venvs / f"{name}.lock"):
        if not _is_whole(venv, wanted):  # another process may have made it while this one waited
            say(f"Installing the {name} environment (once, from {_shown(lock)})")
            _make(venv, lock)
            (venv / _STAMP).write_text(json.dumps({"wanted": wanted, "packages": _packages(venv)}))
    return python


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on the file `path`; the system frees it if the process dies."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _shown(lock: Path) -> str:
    return str(lock.relative_to(ROOT) if lock.is_relative_to(ROOT) else Path("requirements", lock.name))


def _wanted(lock: Path, python: str) -> str:
    """What the environment must have been made from: this lock, for this version of Python."""
    if not lock.is_file():
        raise PlatformError(f"{lock} is missing.", f"git checkout -- {_shown(lock)}")
    return hashlib.sha256(lock.read_bytes() + python.encode()).hexdigest()


def _is_whole(venv: Path, wanted: str) -> bool:
    """The stamp, written last, matches; the interpreter and every installed package are still there."""
    try:
        stamp = json.loads((venv / _STAMP).read_text())
        return (
            stamp["wanted"] == wanted
            and os.access(venv / "bin" / "python", os.X_OK)
            and set(stamp["packages"]) <= set(_packages(venv))
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _packages(venv: Path) -> list[str]:
    return sorted(entry.name for entry in site_packages(venv).iterdir() if entry.name != "__pycache__")


def site_packages(venv: Path) -> Path:
    """Where the environment in the folder `venv` has its packages."""
    version = _PYTHON.get(venv.name, sysconfig.get_python_version())
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(venv), "py_version_short": version}))


def _interpreter(name: str) -> str:
    """The Python that the environment `name` is made with."""
    version = _PYTHON.get(name, sysconfig.get_python_version())
    if version == sysconfig.get_python_version():
        return sys.executable
    # A pyenv shim may be on the PATH and not run; what it starts is here.
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    folders = [*map(Path, os.get_exec_path()), *sorted(pyenv.glob(f"versions/{version}.*/bin"))]
    for python in (folder / f"python{version}" for folder in folders):
        if python.is_file() and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0:
            return str(python)
    raise PlatformError(
        f"The {name} environment needs Python {version}, and none was found.",
        f"pyenv install {version}, or your system's package of it, so that `python{version}` starts",
    )


def _make(venv: Path, lock: Path) -> None:
    interpreter = _interpreter(venv.name)
    if venv.is_dir() and not venv.is_symlink():
        shutil.rmtree(venv)
    else:
        venv.unlink(missing_ok=True)
    _uv(lock, "venv", "--quiet", "--no-project", "--python", interpreter, str(venv))
    # fmt: off
    _uv(lock, "pip", "install", "--quiet", "--no-config", "--require-hashes",
        *([] if venv.name in _BUILT else ["--no-build"]),
        "--python", str(venv / "bin" / "python"), "--requirements", str(lock))
    # fmt: on


class LockError(PlatformError):
    """What a lock names is not what is served, or the lock says something else than versions and hashes."""


def _uv(lock: Path, *arguments: str) -> None:
    done = uv.run(*arguments)
    if done.returncode:
        said = done.stderr.lower()
        raise (LockError if "hash" in said or "parse" in said else PlatformError)(
            f"The environment of {_shown(lock)} could not be installed:\n{uv.tail(done.stderr)}",
            _next_step(done.stderr, lock),
        )


def _next_step(stderr: str, lock: Path) -> str:
    said = stderr.lower()
    if "no space left" in said:
        return "Free some space on the disk, and run the same command again."
    if "read-only file system" in said or "permission denied" in said:
        return "Use a checkout in a folder that you can write to."
    if "hash" in said or "parse" in said or "unsatisfiable" in said or "expected" in said:
        return f"git checkout -- {_shown(lock)}   # the lock does not match what the index serves"
    return "Check the network, or set UV_DEFAULT_INDEX to a package index you can reach, and run it again."
