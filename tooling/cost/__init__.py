"""What an environment costs in a month: from its plan, offline, against a dated price table.

`estimate` prices the resources before and after an apply. What has no price, or needs an assumption that is
not there, is listed and never counted as zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tooling.cost import rules
from tooling.cost.prices import Table
from tooling.cost.rules import Case, Part
from tooling.cost.usage import Usage
from tooling.plan.resources import Planned, Resource

ZERO = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One charge of one resource. `dollars` is of a month."""

    address: str
    module: str
    tags: Mapping[str, str]
    service: str
    item: str
    quantity: Decimal
    unit: str
    dollars: Decimal
    verified: bool


@dataclass(frozen=True)
class Unknown:
    """A charge of a resource that could not be estimated, and why."""

    address: str
    item: str
    why: str


@dataclass(frozen=True)
class Bill:
    """A month: its charges, and what could not be estimated."""

    lines: tuple[Line, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def dollars(self) -> Decimal:
        """The sum of what is known."""
        return sum((line.dollars for line in self.lines), ZERO)

    @property
    def unverified(self) -> Decimal:
        """How much of it rests on prices that were not compared with a second source."""
        return sum((line.dollars for line in self.lines if not line.verified), ZERO)

    def by(self, name: Callable[[Line], str]) -> dict[str, Decimal]:
        """Sums by what a function says of a line, largest first."""
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            sums[name(line)] = sums.get(name(line), ZERO) + line.dollars
        return dict(sorted(sums.items(), key=lambda each: (-each[1], each[0])))


@dataclass(frozen=True)
class Estimate:
    """The months before and after an apply."""

    region: str
    before: Bill
    after: Bill
    dated: str
    idle: tuple[str, ...] = field(default=())
    """Sections of the assumptions that speak of no resource of the plan."""

    @property
    def delta(self) -> Decimal:
        """What the change adds, of what is known."""
        return self.after.dollars - self.before.dollars

    def to_json(self, tag: str = "Service") -> dict[str, Any]:
        """The same for machines."""
        return {
            "region": self.region,
            "prices_of": self.dated,
            "currency": "USD",
            "monthly": _number(self.after.dollars),
            "before": _number(self.before.dollars),
            "delta": _number(self.delta),
            "of_unverified_prices": _number(self.after.unverified),
            "by_service": _numbers(self.after.by(lambda line: line.service)),
            "by_module": _numbers(self.after.by(module_of)),
            f"by_tag_{tag}": _numbers(self.after.by(tagged(tag))),
            "lines": [
                {
                    "address": line.address,
                    "service": line.service,
                    "item": line.item,
                    "quantity": float(line.quantity),
                    "unit": line.unit,
                    "monthly": float(line.dollars),
                    "verified": line.verified,
                }
                for line in self.after.lines
            ],
            "unknown": [
                {"address": one.address, "item": one.item, "why": one.why} for one in self.after.unknown
            ],
            "assumptions_of_nothing": list(self.idle),
        }


def estimate(planned: Planned, table: Table, usage: Usage, region: str = "") -> Estimate:
    """Price a plan.

    Args:
        region: instead of the plan's, or where it does not say.

    Raises:
        PlatformError: the table has no prices for the region.
    """
    region = table.of_region(region or planned.region or usage.region)
    types = {each.address: each.type for each in planned.resources}
    return Estimate(
        region=region,
        before=_bill(planned, table, usage, region, before=True),
        after=_bill(planned, table, usage, region, before=False),
        dated=table.oldest.isoformat(),
        idle=tuple(usage.idle(types)),
    )


def priced(parts: Iterable[Part], table: Table, region: str) -> Decimal:
    """The price of parts that are all known.

    Raises:
        ValueError: one is not.
    """
    total = ZERO
    for part in parts:
        price = table.prices.get(part.item)
        if part.quantity is None or price is None or region not in price.prices:
            raise ValueError(f"{part.item}: {part.needs or 'no price'}")
        total += Decimal(str(part.quantity)) * price.prices[region]
    return total


def module_of(line: Line) -> str:
    """The module of the environment that a line belongs to."""
    return re.sub(r"\[[^\]]*\]", "", line.module).replace("module.", "") or "(root)"


def tagged(tag: str) -> Callable[[Line], str]:
    """What lines have as that tag."""
    return lambda line: line.tags.get(tag, "(untagged)")


def _bill(planned: Planned, table: Table, usage: Usage, region: str, *, before: bool) -> Bill:
    lines: list[Line] = []
    unknown: list[Unknown] = []
    left = {item: price.free if usage.free_tier else ZERO for item, price in table.prices.items()}
    for resource in planned.resources:
        values = resource.before if before else resource.after
        if values is None:
            continue
        if resource.type not in rules.rules():
            if resource.type not in rules.free():
                unknown.append(Unknown(resource.address, "", f"there is no rule for {resource.type}"))
            continue
        case = Case(resource, values, usage.of(resource.type, resource.address), planned, before)
        for part in rules.rules()[resource.type](case):
            price = table.prices.get(part.item)
            if part.quantity is None:
                unknown.append(Unknown(resource.address, part.item, f"needs {part.needs}"))
            elif price is None:
                unknown.append(Unknown(resource.address, part.item, "the price table has no such line"))
            elif region not in price.prices:
                unknown.append(Unknown(resource.address, part.item, f"no price is known for {region}"))
            else:
                quantity = Decimal(str(part.quantity))
                charged = max(quantity - left[part.item], ZERO)
                left[part.item] = max(left[part.item] - quantity, ZERO)
                lines.append(
                    Line(
                        resource.address,
                        resource.module,
                        _tags(values),
                        price.service,
                        part.item,
                        quantity,
                        price.unit,
                        charged * price.prices[region],
                        region in price.verified,
                    )
                )
    return Bill(tuple(lines), tuple(unknown))


def _tags(values: Mapping[str, Any]) -> dict[str, str]:
    found = values.get("tags_all") or values.get("tags") or {}
    return {name: str(value) for name, value in found.items()} if isinstance(found, Mapping) else {}


def _number(value: Decimal) -> float:
    return float(round(value, 2))


def _numbers(values: Mapping[str, Decimal]) -> dict[str, float]:
    return {name: _number(value) for name, value in values.items()}


def deltas(estimate: Estimate) -> Iterator[tuple[str, Decimal]]:
    """What the change adds, by address, largest first."""
    then = estimate.before.by(lambda line: line.address)
    now = estimate.after.by(lambda line: line.address)
    found = {address: now.get(address, ZERO) - then.get(address, ZERO) for address in {*then, *now}}
    changed = [(address, each) for address, each in found.items() if each]
    yield from sorted(changed, key=lambda each: (-abs(each[1]), each[0]))


__all__ = ["Bill", "Case", "Estimate", "Line", "Part", "Resource", "Unknown", "deltas", "estimate", "priced"]
