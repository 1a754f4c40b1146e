"""Advice for people."""

from __future__ import annotations

from collections.abc import Iterator

from tooling.choose import Advice, Ranked
from tooling.cost.text import money


def shown(advice: Advice) -> str:
    """The ranking with its reasons, what would change it, and the call of the first."""
    return "\n".join(_lines(advice))


def _lines(advice: Advice) -> Iterator[str]:
    for place, each in enumerate((each for each in advice.ranking if not each.excluded), 1):
        yield f"{place}. {each.service.name}, {_price(each)}. {each.service.about}"
        yield from (f"   + {rule.says} ({rule.source})" for rule in each.reasons)
        yield from (f"   - {rule.says} ({rule.source})" for rule in each.against)
    for each in advice.ranking:
        if each.excluded:
            yield f"Not {each.service.name}:"
            yield from (f"   {rule.says} ({rule.source})" for rule in each.excluded)
    if advice.turns:
        yield "\nAnother answer would change the first:"
        for turn in advice.turns:
            asked = advice.workload[turn.question]
            yield f"  {turn.question} = {turn.answer} (not {asked}): {turn.service.name}"
    first = advice.ranking[0]
    if first.excluded:
        yield "\nNothing here does all of it: change the workload, or split it."
    else:
        yield f'\nTo use {first.service.name}, beside module "platform" in a root of environments/:\n'
        yield first.service.call.rstrip()
    yield f"\nPrices: of this load in {advice.region}, without what stands before it; see docs/cost.md."


def _price(each: Ranked) -> str:
    return "price unknown" if each.monthly is None else f"{money(each.monthly)} a month"
