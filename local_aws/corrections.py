"""Where the engines differ from AWS: each correction one function, named, so that a test can leave it out.

They are in the rooms of `services/`. The engines are MiniStack 1.5.33 and moto 5.2.5.
"""

import importlib
from collections.abc import Callable

from local_aws import services

Correction = Callable[[], None]
CORRECTIONS: dict[str, Correction] = {}
_OF_SEVERAL_SERVICES = (
    "local_aws.authorisation.credentials",
    "local_aws.authorisation.anonymous",
    "local_aws.edge.lacking",
    "local_aws.references.between_engines",
)


def correction(function: Correction) -> Correction:
    """Register `function`, which changes an engine where it differs from AWS, under its own name.

    Raises:
        ValueError: another one has this name, and would be lost.
    """
    other = CORRECTIONS.setdefault(function.__name__, function)
    if other.__module__ != function.__module__:
        raise ValueError(f"{function.__name__} is in {other.__module__} and {function.__module__}")
    CORRECTIONS[function.__name__] = function
    return function


def apply(without: set[str]) -> None:
    """Apply every correction but the named ones ("all" leaves out all).

    Raises:
        SystemExit: a name is of no correction.
    """
    for name in _OF_SEVERAL_SERVICES:
        importlib.import_module(name)  # they register
    for name in ("corrections", "authorisation"):
        for _ in services.files(name):
            pass
    if unknown := without - CORRECTIONS.keys() - {"all"}:
        raise SystemExit(f"No such correction: {', '.join(sorted(unknown))}")
    for name, change in CORRECTIONS.items():
        if not without & {name, "all"}:
            change()
