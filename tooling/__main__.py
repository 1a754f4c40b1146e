"""`python -m tooling`, or this file by its path: what ./invokew runs."""

import os
import signal
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


def _repair(missing: ModuleNotFoundError) -> None:
    """A package has vanished from .venv: have ./invokew make it again, once, and start over."""
    package = (missing.name or "").partition(".")[0]
    if (
        package in ("tooling", "tasks")
        or Path(sys.prefix) != _ROOT / ".venv"
        or "PLATFORM_REPAIRED" in os.environ
    ):
        raise missing
    (_ROOT / ".venv" / "harness.txt").unlink(missing_ok=True)
    os.execve(_ROOT / "invokew", ["invokew", *sys.argv[1:]], os.environ | {"PLATFORM_REPAIRED": package})


def _stop(_number: int, _frame: object) -> None:
    """Nothing has begun: no traceback from the middle of an import."""
    os.write(2, b"error: stopped\nnext: run the same command again\n")
    os._exit(1)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    # Run by its path: make the repository importable, and the names in here not.
    sys.path[:] = [str(_ROOT), *(entry for entry in sys.path if Path(entry) != _ROOT / "tooling")]
    try:
        from tooling.program import main

        main()
    except ModuleNotFoundError as error:
        _repair(error)
