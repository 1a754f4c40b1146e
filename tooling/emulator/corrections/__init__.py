"""Where the engines differ from AWS: each correction one function, named, so that a test can leave it out.

One file a service. The engines are MiniStack 1.5.33 and moto 5.2.5.
"""

import importlib
import pkgutil
from collections.abc import Callable

Correction = Callable[[], None]
CORRECTIONS: dict[str, Correction] = {}


def correction(function: Correction) -> Correction:
    """Register `function`, which changes an engine where it differs from AWS, under its own name."""
    CORRECTIONS[function.__name__] = function
    return function


def apply(without: set[str]) -> None:
    """Apply every correction but the named ones ("all" leaves out all).

    Raises:
        SystemExit: a name is of no correction.
    """
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")  # they register
    if unknown := without - CORRECTIONS.keys() - {"all"}:
        raise SystemExit(f"No such correction: {', '.join(sorted(unknown))}")
    for name, change in CORRECTIONS.items():
        if not without & {name, "all"}:
            change()
