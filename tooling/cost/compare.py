"""On demand, reserved, savings plan and Spot for what a plan contains, with the break-even of each.

`terms.csv` has, for the items that begin with `items`, the share of the on-demand price that a model costs.
Where two lines of a model match, the longer `items` counts.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tooling.cost import Bill
from tooling.cost.usage import HOURS

TABLE = Path(__file__).with_name("terms.csv")


@dataclass(frozen=True)
class Term:
    """A model of payment.

    Attributes:
        years: of the commitment; 0 for none.
        share: of the on-demand price.
        upfront: whether the whole term is paid when it begins.
    """

    items: str
    model: str
    years: int
    share: Decimal
    upfront: bool
    source: str
    verified: bool


@dataclass(frozen=True)
class Option:
    """A model of payment for one item of a bill.

    Attributes:
        monthly: dollars, with the commitment used in full.
        saving: dollars a month, against on demand.
        break_even_percent: how much of the time it must be in use for the commitment to be cheaper than on
            demand; 0 without a commitment.
        break_even_month: the month in which what was paid up front has paid off; 0 where nothing was.
    """

    item: str
    model: str
    years: int
    on_demand: Decimal
    monthly: Decimal
    saving: Decimal
    break_even_percent: Decimal
    break_even_month: int
    note: str
    source: str
    verified: bool

    @property
    def break_even_hours(self) -> int:
        """Hours of a month that it must run for the commitment to pay."""
        return round(HOURS * self.break_even_percent / 100)

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "item": self.item,
            "model": self.model,
            "years": self.years,
            "on_demand": float(round(self.on_demand, 2)),
            "monthly": float(round(self.monthly, 2)),
            "saving": float(round(self.saving, 2)),
            "break_even_percent": float(self.break_even_percent),
            "break_even_hours": self.break_even_hours,
            "break_even_month": self.break_even_month,
            "note": self.note,
            "source": self.source,
            "verified": self.verified,
        }


@cache
def terms() -> tuple[Term, ...]:
    """The table of models."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return tuple(
            Term(
                row["items"],
                row["model"],
                int(row["years"]),
                Decimal(row["share"]),
                row["upfront"] == "yes",
                row["source"],
                bool(row["verified"]),
            )
            for row in csv.DictReader(file)
        )


def compare(bill: Bill, of: Iterable[Term] = ()) -> list[Option]:
    """What each item of a bill would cost by every model there is for it, cheapest first within an item."""
    known = tuple(of) or terms()
    found = []
    for item, on_demand in bill.by(lambda line: line.item).items():
        options = [_option(item, on_demand, term) for term in _terms(item, known)]
        found += sorted(options, key=lambda each: each.monthly)
    return found


def without_models(bill: Bill) -> dict[str, Decimal]:
    """The items that are only had on demand."""
    sums = bill.by(lambda line: line.item)
    return {item: dollars for item, dollars in sums.items() if dollars and not list(_terms(item, terms()))}


def _terms(item: str, known: Iterable[Term]) -> Iterator[Term]:
    best: dict[tuple[str, int], Term] = {}
    for term in known:
        key = (term.model, term.years)
        if item.startswith(term.items) and (key not in best or len(best[key].items) < len(term.items)):
            best[key] = term
    yield from best.values()


def _option(item: str, on_demand: Decimal, term: Term) -> Option:
    monthly = on_demand * term.share
    months = 12 * term.years
    if not term.years:
        note = "may be taken away with two minutes' notice: for what is not critical"
    elif term.upfront:
        note = f"paid when it begins, for {term.years} year{'s' if term.years > 1 else ''}"
    else:
        note = f"paid each month whether used or not, for {term.years} year{'s' if term.years > 1 else ''}"
    # So many months on demand cost what was paid up front.
    month = math.ceil(months * term.share) if term.upfront else 0
    return Option(
        item,
        term.model,
        term.years,
        on_demand,
        monthly,
        on_demand - monthly,
        term.share * 100 if term.years else Decimal(0),
        month,
        note,
        term.source,
        term.verified,
    )
