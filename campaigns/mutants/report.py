"""What became of the mutants, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from campaigns.mutants.campaign import REFERENCE, Outcome, explained


def markdown(outcomes: Iterable[Outcome]) -> str:
    """Counts by module and by kind, which tests noticed, and the survivors with the reason they may live."""
    born = [one for one in outcomes if one.status != "stillborn"]
    reasons = explained()
    lived = sorted(
        (one for one in born if one.status == "survived"), key=lambda one: (one.mutant.file, one.mutant.line)
    )
    survivors = [one for one in lived if one.by != REFERENCE]
    noticed = len(born) - len(lived)
    share = f"{100 * noticed / len(born):.1f} %" if born else "none"
    lines = [f"{noticed} of {len(born)} mutants were noticed: {share}.", ""]
    if shown := [one.mutant for one in lived if one.by == REFERENCE]:
        lines += [f"Of {len(shown)} more, {REFERENCE}:", ""]
        lines += [f"- {each.module}: {_cell(each.what.partition(' in variable.')[0])}" for each in shown]
        lines.append("")
    lines += _table("module", born, lambda one: one.mutant.module)
    lines += _table("kind", born, lambda one: one.mutant.kind)
    lines += ["| noticed by | mutants |", "|---|---:|"]
    by = Counter(_family(one.by) for one in born if one.status == "noticed")
    lines += [f"| {name} | {number} |" for name, number in by.most_common()]
    if survivors:
        lines += ["", "| survivor | place | what | why it lives |", "|---|---|---|---|"]
        for one in survivors:
            place = f"{one.mutant.file.removeprefix('modules/')}:{one.mutant.line}"
            reason = reasons.get(one.mutant.id, "")
            lines.append(f"| {one.mutant.id} | {place} | {_cell(one.mutant.what)} | {reason} |")
    return "\n".join(lines)


def _table(name: str, outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> list[str]:
    total, lived = Counter[str](), Counter[str]()
    for one in outcomes:
        total[key(one)] += 1
        lived[key(one)] += one.status == "survived"
    rows = [
        f"| {each} | {number} | {number - lived[each]} | {lived[each] or ''} |"
        for each, number in sorted(total.items())
    ]
    return [f"| {name} | mutants | noticed | survived |", "|---|---:|---:|---:|", *rows, ""]


def _family(by: str) -> str:
    if by.startswith("tests/"):
        return by.partition("[")[0]
    if by.startswith(("CKV", "PLATFORM")):
        return "policy"
    return "the examples are refused by the module itself"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
