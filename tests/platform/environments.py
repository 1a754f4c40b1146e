"""dev, staging and prod, unmodified on the local AWS, each in a checkout of its own, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from tests.checkout import Checkout

AGREED = {"dev": ["--yes"], "staging": ["--yes"], "prod": ["--confirm", "prod"]}

Applied = tuple[Checkout, int, int]
"""An environment's checkout after plan and apply, and the exit code of the plan before and after."""


def apply_environments(checkouts: Mapping[str, Checkout]) -> dict[str, Applied]:
    def apply(name: str) -> Applied:
        copy = checkouts[name]
        first = copy.invokew("plan", "--env", name, "--endpoint", "local", check=False)
        copy.invokew("apply", "--env", name, "--endpoint", "local", *AGREED[name])
        second = copy.invokew("plan", "--env", name, "--endpoint", "local", check=False)
        return copy, first.returncode, second.returncode

    checkouts["dev"].invokew("packages")  # they share the cache of built dependencies
    checkouts["dev"].invokew("local.start")
    with ThreadPoolExecutor(len(AGREED)) as pool:
        return dict(zip(AGREED, pool.map(apply, AGREED), strict=True))
