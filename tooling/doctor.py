"""What this machine has of what the platform needs, and what to do about the rest."""

import os
import shutil
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tooling import paths
from tooling.errors import PlatformError
from tooling.terraform import binary, mirror

REGISTRY = "https://registry.terraform.io/.well-known/terraform.json"


@dataclass(frozen=True)
class Check:
    """One thing looked at. `next_step` is empty when it is `ok`."""

    name: str
    ok: bool
    found: str
    next_step: str = ""


def checks(registry: str = REGISTRY) -> list[Check]:
    """Look at everything; never fails, and changes nothing.

    Args:
        registry: what is asked to see whether the provider registry can be reached.
    """
    looks: list[tuple[str, Callable[[], str]]] = [
        ("python", _python),
        ("terraform", _terraform),
        ("aws provider", lambda: _provider(registry)),
        ("git", lambda: _program("git")),
        ("curl", lambda: _program("curl")),
        ("cache", _cache),
        ("environments", _environments),
        ("side environments", _side_environments),
        ("local aws", _local_aws),
        ("port", _port),
    ]
    return [_check(name, look) for name, look in looks]


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except PlatformError as error:
        return Check(name, False, error.message, error.next_step)


def _python() -> str:
    return f"{sys.version.split()[0]} at {sys.executable}"


def _terraform() -> str:
    path = binary.find()
    return f"{binary.version(path)} at {path}"


def _provider(registry: str) -> str:
    own = mirror.users_config()
    if own is not None and mirror.names_a_source(own):
        return f"as {own} says"
    folder = mirror.find()
    if folder is not None:
        return f"from the mirror {folder}"
    try:
        with urllib.request.urlopen(registry, timeout=5):
            return "from registry.terraform.io"
    except (OSError, urllib.error.URLError) as error:
        raise PlatformError(
            f"no mirror was found, and registry.terraform.io does not answer ({error})",
            "connect to the network, or set PLATFORM_PROVIDER_MIRROR to a folder that holds "
            "registry.terraform.io/hashicorp/aws",
        ) from error


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise PlatformError("not installed", f"apt-get install {name}, or brew install {name}")
    return found


def _cache() -> str:
    """Every folder the harness writes to is a folder, and writable."""
    for folder in _cache_folders():
        if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            raise PlatformError(f"{folder} is not a folder that can be written to", f"rm -rf {folder}")
    for marker in paths.CACHE.glob("runs/*/run.json"):
        if marker.is_file() and marker.read_text(errors="replace").strip():
            name = marker.parent.name
            raise PlatformError(
                f"a run of '{name}' is under way, or was cut off",
                f"if it was cut off, it is recovered by: ./invokew plan --env {name}",
            )
    return str(paths.CACHE)


def _cache_folders() -> Iterator[Path]:
    yield paths.CACHE
    for name in ("bin", "local", "packages", "runs", "terraform", "venvs"):
        yield paths.CACHE / name


def _environments() -> str:
    from tooling import environments

    names = environments.names()
    if not names:
        raise PlatformError(f"none in {paths.ENVIRONMENTS}", "git checkout -- environments")
    for name in names:
        environments.get(name)
    return ", ".join(names)


def _side_environments() -> str:
    made = [
        name for name in ("local-aws", "policy") if (paths.CACHE / "venvs" / name / "bin" / "python").exists()
    ]
    return f"made: {', '.join(made) or 'none'}; the others are made when they are needed"


def _local_aws() -> str:
    from tooling import emulator

    if not (emulator.DIRECTORY / "server.json").exists():
        return "not running; started when it is needed"
    server = emulator.require(emulator.DIRECTORY)
    return f"running at {server.url} (process {server.pid})"


def _port() -> str:
    from tooling import emulator

    server = emulator.status(emulator.DIRECTORY)
    if server is not None:
        return f"{server.port}, the local AWS"
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", emulator.PORT)) == 0:
            return f"{emulator.PORT} is taken by another program; the local AWS will use the next free one"
    return f"{emulator.PORT} is free"
