"""The platform's own rules. Importing this registers them with checkov."""

from __future__ import annotations

from fnmatch import fnmatchcase

from tooling.policy.checks import (
    availability,
    cost,
    delivery,
    encryption,
    grants,
    network,
    retention,
    secrets,
    serverless,
    tagging,
)
from tooling.policy.rule import registered

__all__ = [
    "availability",
    "cost",
    "delivery",
    "encryption",
    "fix",
    "grants",
    "network",
    "registered",
    "retention",
    "secrets",
    "serverless",
    "tagging",
]


def fix(rule: str, kind: str) -> str | None:
    """What to write when a rule of the platform says no to this kind; None for a rule of checkov's."""
    return next(
        (
            check.fix
            for check in registered()
            if check.id == rule and any(fnmatchcase(kind, pattern) for pattern in check.supported_entities)
        ),
        None,
    )
