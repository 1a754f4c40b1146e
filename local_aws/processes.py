"""Whether a process is still the one that was started, and how to end it with its children."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path


def birth(pid: int) -> str | None:
    """When process `pid` started, as the system tells it: with the pid it identifies a process.

    None when there is no such process, or it has ended and only waits to be collected.
    """
    if Path("/proc/self/stat").exists():
        try:
            # The command name, in parentheses, may hold spaces: count the fields after it (proc(5)).
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in "ZX" else fields[19]
    told = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True)
    state, _, started = told.stdout.strip().partition(" ")
    return None if state[:1] in ("", "Z") else started.strip()


def end(pid: int, born: str, patience: float = 8.0) -> None:
    """Ask process `pid` to end, then end it and its process group, when it is still the one born at `born`.

    Args:
        patience: seconds it is given to end by itself.
    """
    if birth(pid) != born:
        return
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while birth(pid) == born and time.monotonic() < deadline:
        time.sleep(0.02)
    if birth(pid) == born:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
