"""Running a command, and what it took."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tooling.errors import PlatformError


@dataclass(frozen=True)
class Cost:
    """Seconds: by the clock, and of processors, all child processes included."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Figure:
    """One measurement: `value` in `unit`, what it is made of, and what it should not exceed."""

    name: str
    value: float
    unit: str
    target: float
    detail: str

    @property
    def met(self) -> bool:
        return self.value <= self.target


def cost(
    command: Sequence[str], folder: Path, variables: Mapping[str, str], *, codes: Sequence[int] = (0,)
) -> Cost:
    """Run a command to its end.

    Raises:
        PlatformError: it ended with a code that is not one of `codes`.
    """
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in codes:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[-5:])
        raise PlatformError(f"{' '.join(command)} ended with {done.returncode}:\n{said}", "run it by itself")
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def least(costs: Sequence[Cost]) -> Cost:
    """The cheapest: other work on the machine only ever adds."""
    return Cost(min(each.wall for each in costs), min(each.cpu for each in costs))
