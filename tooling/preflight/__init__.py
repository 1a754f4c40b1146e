"""What AWS will refuse when a plan is applied: of any plan of AWS resources, read before anything is changed.

Each kind of refusal is one file here with a function `find(plan)`. What a plan cannot show, such as what else
an account holds, no kind can find.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tooling.plan.finding import Finding
from tooling.preflight import (
    ended,
    half_way,
    in_use,
    name_taken,
    places,
    protected,
    quotas,
    recovery,
    values,
)
from tooling.preflight.planned import Plan

KINDS = (in_use, name_taken, protected, recovery, quotas, values, places, ended)


def check(plan: Mapping[str, Any], kept_late: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """What AWS will refuse.

    Args:
        plan: JSON of `terraform show -json PLAN`.
        kept_late: see `Plan`.
    """
    read = Plan(plan, kept_late)
    found = list(dict.fromkeys(finding for kind in KINDS for finding in kind.find(read)))
    return half_way.counted(read, found)
