"""What AWS will refuse when a plan is applied: of any plan of AWS resources, read before anything is changed.

Each kind of refusal is one file here with a function `find(plan)`. What a plan cannot show, such as what else
an account holds, no kind can find.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tooling.errors import PlatformError
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
    unordered,
    values,
)
from tooling.preflight.planned import Plan

KINDS = (in_use, name_taken, protected, recovery, quotas, values, unordered, places, ended)


def check(plan: Mapping[str, Any], kept_late: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """What AWS will refuse.

    Args:
        plan: JSON of `terraform show -json PLAN`.
        kept_late: see `Plan`.
    """
    read = Plan(plan, kept_late)
    found = list(dict.fromkeys(finding for kind in KINDS for finding in kind.find(read)))
    return half_way.counted(read, found)


def check_file(name: str) -> tuple[Finding, ...]:
    """The same of a file, or of standard input for `-`.

    Raises:
        PlatformError: it is no JSON of a plan.
    """
    try:
        plan = json.loads(sys.stdin.read() if name == "-" else Path(name).read_text())
        return check(plan)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlatformError(
            f"{name} is no plan in JSON: {error}", "terraform show -json PLAN > plan.json"
        ) from error
