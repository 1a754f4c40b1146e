"""What a machine may have, and the local AWS then runs."""

import shutil
import socket
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


def _has_addresses() -> bool:
    with socket.socket() as taken:
        try:
            taken.bind(("127.77.0.1", 0))
        except OSError:
            return False
    return True
