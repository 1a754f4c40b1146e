"""`python -m tooling`, or this file by its path: what ./invokew runs."""

import os
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


if __name__ == "__main__":
    # Run by its path: make the repository importable, and the names in here not.
    sys.path[:] = [str(_ROOT), *(entry for entry in sys.path if Path(entry) != _ROOT / "tooling")]
    try:
        from tooling.program import main

        main()
    except ModuleNotFoundError as error:
        _repair(error)
