"""How far an apply would get before it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tooling.plan.finding import Finding
from tooling.plan.risk import Action
from tooling.preflight.planned import Plan


def counted(plan: Plan, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings about what is destroyed, each with how much would be gone by then.

    Terraform destroys what needs something before that: so what the refused resource needs stays, and all
    else goes.
    """
    going = {each.address: each for each in plan.resources if each.action is Action.DESTROY}
    refused = [finding.address for finding in findings if finding.address in going]
    if not refused or len(going) < 2:
        return tuple(findings)
    by_block: dict[str, list[str]] = {}
    for each in going.values():
        by_block.setdefault(each.block, []).append(each.address)

    stay: set[str] = set()
    while refused:
        address = refused.pop()
        if address not in stay:
            stay.add(address)
            needs = going[address].needs or frozenset()
            refused += [other for block in needs for other in by_block.get(block, ())]
    gone, total = len(going) - len(stay), len(going)
    text = f"the destroy would stop with {gone} of {total} resources gone"
    if not plan.destroys_all:
        text = f"the apply would stop with up to {gone} of the {total} resources gone that it destroys"
    return tuple(
        replace(each, cause=f"{each.cause}; {text}") if each.address in going else each for each in findings
    )
