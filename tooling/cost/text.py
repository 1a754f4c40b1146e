"""An estimate for people: as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tooling.cost import Estimate, Unknown, deltas, module_of, tagged
from tooling.cost.compare import Option
from tooling.render import table


def shown(name: str, estimate: Estimate, tag: str = "Service", *, full: bool = False) -> str:
    """What the environment costs in a month, what a change adds, and what is not known.

    Args:
        full: each charge and each unknown one; otherwise sums, and unknown ones by what they need.
    """
    return "\n".join(_lines(name, estimate, tag, full))


def compared(options: list[Option], only_on_demand: Mapping[str, Decimal]) -> str:
    """The models of payment of each item."""
    rows: list[tuple[str, ...]] = []
    item = ""
    for each in options:
        if each.item != item:
            item = each.item
            rows.append((item, "on demand", money(each.on_demand), "", "", ""))
        years = f", {each.years} year{'s' if each.years > 1 else ''}" if each.years else ""
        pays = f"pays from {each.break_even_hours} hours a month" if each.years else each.note
        if each.break_even_month:
            pays += f", paid off in month {each.break_even_month}"
        mark = "" if each.verified else "unverified"
        rows.append(("", each.model + years, money(each.monthly), f"-{money(each.saving)}", pays, mark))
    rest = "".join(f"\n  {item}: {money(dollars)}" for item, dollars in only_on_demand.items())
    return table(rows) + (f"\n\nOnly on demand:{rest}" if rest else "")


def money(dollars: Decimal) -> str:
    """`$1,234.50`; what is less than a cent is not shown as nothing."""
    if 0 < abs(dollars) < Decimal("0.005"):
        return "<$0.01"
    return f"{'-' if dollars < 0 else ''}${abs(dollars):,.2f}"


def _lines(name: str, estimate: Estimate, tag: str, full: bool) -> Iterator[str]:
    after = estimate.after
    yield f"{name}: {money(after.dollars)} a month in {estimate.region}, of what is known"
    if estimate.before.lines or estimate.before.unknown:
        sign = "+" if estimate.delta >= 0 else ""
        yield f"The change: {sign}{money(estimate.delta)} ({money(estimate.before.dollars)} now)"
        for address, dollars in deltas(estimate):
            yield f"  {'+' if dollars > 0 else ''}{money(dollars)}  {address}"
    for title, sums in (
        ("By service", after.by(lambda line: line.service)),
        ("By module", after.by(module_of)),
        (f"By tag {tag}", after.by(tagged(tag))),
    ):
        yield f"\n{title}"
        yield table([(money(dollars), what) for what, dollars in sums.items()], indent="  ")
    if full:
        yield "\nCharges"
        rows = [
            (money(line.dollars), f"{line.quantity:,.0f} {line.unit}", line.item, line.address)
            for line in after.lines
        ]
        yield table(rows, indent="  ")
    if after.unknown:
        yield "\nUnknown, and not in the sums"
        yield from _unknown(after.unknown, full)
    yield f"\nPrices of {estimate.dated} (tooling/cost/prices.csv, each line with its source)."
    if after.unverified:
        yield f"{money(after.unverified)} of it rests on prices that were not compared with a second source."
    for section in estimate.idle:
        yield f"The assumptions of [{section}] are of nothing in this plan."


def _unknown(unknown: tuple[Unknown, ...], full: bool) -> Iterator[str]:
    if full:
        rows = [(one.item or "?", one.why, one.address) for one in unknown]
        yield table(rows, indent="  ")
        return
    counts: dict[tuple[str, str], list[str]] = {}
    for one in unknown:
        counts.setdefault((one.item or "?", one.why), []).append(one.address)
    rows = [
        (item, why, addresses[0] if len(addresses) == 1 else f"{len(addresses)} resources")
        for (item, why), addresses in counts.items()
    ]
    yield table(rows, indent="  ")
