"""`python -m tooling`, or this file by its path: what ./invokew runs."""

import importlib
import os
import signal
import sys
import types
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


class _Later(types.ModuleType):
    """A module that is imported when something of it is used."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        del sys.modules[self.__name__]
        self.__dict__.update(vars(importlib.import_module(self.__name__)))
        return self.__dict__[name]


def _mock(*arguments: object, **options: object) -> object:
    """`unittest.mock.Mock`, imported when one is made."""
    return importlib.import_module("unittest.mock").Mock(*arguments, **options)


def _stop(_number: int, _frame: object) -> None:
    """Nothing has begun: no traceback from the middle of an import."""
    os.write(2, b"error: stopped\nnext: run the same command again\n")
    os._exit(1)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    # Half of what invoke takes to start, for configuration files that are not here.
    sys.modules["invoke.vendor.yaml"] = _Later("invoke.vendor.yaml")
    # A third of the rest, for the tests of invoke's users.
    sys.modules["unittest.mock"] = mock = types.ModuleType("unittest.mock")
    vars(mock)["Mock"] = _mock
    # Run by its path: make the repository importable, and the names in here not.
    sys.path[:] = [str(_ROOT), *(entry for entry in sys.path if Path(entry) != _ROOT / "tooling")]
    try:
        from tooling.program import main

        del sys.modules["unittest.mock"]
        main()
    except ModuleNotFoundError as error:
        _repair(error)
