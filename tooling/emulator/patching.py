"""The list of corrections to the engines: each one function, named, so that a test can leave it out."""

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
    from tooling.emulator import patches_ministack, patches_moto, references  # noqa: F401 - they register

    if unknown := without - CORRECTIONS.keys() - {"all"}:
        raise SystemExit(f"No such correction: {', '.join(sorted(unknown))}")
    for name, change in CORRECTIONS.items():
        if not without & {name, "all"}:
            change()
