"""What each type of resource is charged for: a function for each, of values to parts of the price table."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tooling.cost.usage import HOURS
from tooling.plan.masking import Masked
from tooling.plan.resources import Planned, Resource

_CHAPTERS = ("network", "compute", "serverless", "data", "messaging", "operations", "edge")


@dataclass(frozen=True)
class Part:
    """Something that a resource is charged for each month.

    Attributes:
        item: of the price table.
        quantity: in the unit of the item; None when it is not known.
        needs: what would make it known: names of assumptions, or a sentence.
    """

    item: str
    quantity: float | None
    needs: str = ""


@dataclass(frozen=True)
class Case:
    """A resource at one time, with all that its price depends on.

    Attributes:
        values: its values at that time.
        usage: what is assumed of it.
        beside: gets the values of resources of a type in the same module instance, at the same time.
    """

    resource: Resource
    values: Mapping[str, Any]
    usage: Mapping[str, float] = field(default_factory=dict)
    planned: Planned = field(default_factory=lambda: Planned((), ""))
    before: bool = False

    def beside(self, *types: str) -> list[Mapping[str, Any]]:
        """The values of the resources of these types in the same module instance, at the same time."""
        found = (
            each.before if self.before else each.after for each in self.planned.beside(self.resource, *types)
        )
        return [values for values in found if values is not None]

    def hours(self, item: str, count: float = 1) -> Part:
        """Something that runs all month, or `hours` of it."""
        return Part(item, count * self.usage.get("hours", HOURS))

    def used(self, item: str, assumed: str, factor: float = 1) -> Part:
        """Something that an assumption counts, in units of `factor`."""
        if assumed not in self.usage:
            return Part(item, None, assumed)
        return Part(item, self.usage[assumed] * factor)

    def product(self, item: str, first: str, second: str, factor: float = 1) -> Part:
        """Something that is the product of two assumptions."""
        missing = [name for name in (first, second) if name not in self.usage]
        if missing:
            return Part(item, None, ", ".join(missing))
        return Part(item, self.usage[first] * self.usage[second] * factor)

    def number(self, name: str, default: float = 0) -> float:
        """A number among the values; the default for one that is sensitive, too."""
        value = self.values.get(name)
        if isinstance(value, Masked):
            return default
        return float(value) if isinstance(value, int | float | str) and str(value) else default

    def blocks(self, name: str) -> list[Mapping[str, Any]]:
        """The nested blocks of that name."""
        value = self.values.get(name)
        return [each for each in value or [] if isinstance(each, Mapping)] if isinstance(value, list) else []


Rule = Callable[[Case], Iterator[Part]]
_rules: dict[str, Rule] = {}


def priced(*types: str) -> Callable[[Rule], Rule]:
    """Register what resources of these types are charged for."""

    def register(rule: Rule) -> Rule:
        _rules.update(dict.fromkeys(types, rule))
        return rule

    return register


@cache
def rules() -> Mapping[str, Rule]:
    """All rules, by type."""
    for chapter in _CHAPTERS:
        import_module(f"tooling.cost.rules.{chapter}")
    return _rules


@cache
def free() -> Mapping[str, str]:
    """The types that AWS does not charge for by themselves, with where their use is charged, if it is."""
    content = tomllib.loads(Path(__file__).with_name("free.toml").read_text(encoding="utf-8"))
    return {name: why for why, names in content["free"].items() for name in names}
