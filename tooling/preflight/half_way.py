"""How far an apply would get before it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tooling.plan.finding import Finding
from tooling.plan.risk import Action
from tooling.preflight.planned import Plan


def counted(plan: Plan, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of a plan that destroys everything, each with how much would be gone by then.

    Terraform destroys what needs something before that: so what the refused resource needs stays, and all
    else goes.
    """
    if not plan.destroys_all or not findings:
        return tuple(findings)
    by_block: dict[str, list[str]] = {}
    for each in plan.resources:
        by_block.setdefault(each.block, []).append(each.address)
    needs = {each.address: each.needs or frozenset() for each in plan.resources if not each.deposed}

    stay: set[str] = set()
    left = [finding.address for finding in findings]
    while left:
        address = left.pop()
        if address not in stay:
            stay.add(address)
            left += [other for block in needs.get(address, ()) for other in by_block.get(block, ())]
    total = sum(each.action is Action.DESTROY for each in plan.resources)
    gone = total - sum(each.address in stay for each in plan.resources)
    text = f"the destroy would stop with {gone} of {total} resources gone"
    return tuple(replace(each, cause=f"{each.cause}; {text}") for each in findings)
