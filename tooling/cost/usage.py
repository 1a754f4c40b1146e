"""What a month of an environment is like: assumptions, in `environments/<name>/usage.toml`.

    region = "eu-west-1"            # only where the plan does not say it
    free_tier = false               # whether what an account has free counts; by default it does not

    [aws_lambda_function]           # of all of a type
    requests = 1_000_000
    duration_ms = 120

    ["module.shop.module.users_function.*"]     # of these addresses; the last that matches wins
    requests = 5_000_000

A price that needs an assumption that is not there is unknown, and listed as such.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tooling.errors import PlatformError

FILE = "usage.toml"
HOURS = 730
"""A month, as AWS's calculator counts it."""
WORDS = frozenset(
    {
        "acus",
        "backup_gb",
        "connection_minutes",
        "duration_ms",
        "ecpus",
        "events",
        "executions",
        "gb",
        "gb_in",
        "gb_out",
        "hours",
        "ia_gb",
        "instances",
        "invocations",
        "io_requests",
        "kept_gb",
        "kpus",
        "lcu_hours",
        "memory_mb",
        "messages",
        "publishes",
        "put_units",
        "queries",
        "rcu",
        "reads",
        "requests",
        "response_kb",
        "subnets",
        "tasks",
        "transitions",
        "users",
        "vcpus",
        "wcu",
        "writes",
        "zones",
    }
)
"""All that the rules of prices read."""


@dataclass(frozen=True)
class Usage:
    """The assumptions of an environment: by resource type or pattern of addresses, in order."""

    sections: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    region: str = ""
    free_tier: bool = False

    def of(self, kind: str, address: str) -> dict[str, float]:
        """What is assumed of a resource."""
        found = dict(self.sections.get(kind, {}))
        for pattern, values in self.sections.items():
            if pattern != kind and _matches(pattern, address):
                found |= values
        return found

    def idle(self, resources: Mapping[str, str]) -> Iterator[str]:
        """The sections that speak of none of these resources: addresses with their types."""
        for pattern in self.sections:
            if pattern not in resources.values() and not any(_matches(pattern, one) for one in resources):
                yield pattern


def load(file: Path) -> Usage:
    """Read assumptions; none where there is no file.

    Raises:
        PlatformError: it cannot be read, has something else than numbers in its sections, or a word that no
            price depends on.
    """
    if not file.exists():
        return Usage()
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlatformError(f"{file} is no TOML: {error}", "see docs/cost.md for what it holds") from error
    return read(content, str(file))


def read(content: Mapping[str, Any], name: str = FILE) -> Usage:
    """Read the content of a file of assumptions. See `load`."""
    sections: dict[str, dict[str, float]] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            for word, number in value.items():
                if word not in WORDS:
                    raise PlatformError(f"{name}: no price depends on {word} of [{key}]", _nearest(word))
                if isinstance(number, bool) or not isinstance(number, int | float) or number < 0:
                    raise PlatformError(
                        f"{name}: {word} of [{key}] is {number!r}", "write a number of a month, 0 or more"
                    )
            sections[key] = dict(value)
        elif key not in ("region", "free_tier"):
            raise PlatformError(
                f"{name}: {key} is outside a section", 'write it under ["ADDRESS"] or [resource_type]'
            )
    return Usage(sections, str(content.get("region", "")), content.get("free_tier") is True)


def _nearest(word: str) -> str:
    near = difflib.get_close_matches(word, sorted(WORDS), 1, 0.5)
    return f"write {near[0]}" if near else f"write one of: {', '.join(sorted(WORDS))}"


def _matches(pattern: str, address: str) -> bool:
    """`*` is any text; brackets are plain, as they are part of addresses."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), address) is not None
