"""What refers to what: calls that AWS refuses because something is in use, or because it is not there.

Each room says so of its service in `references.py`: `IN_USE` and `MISSING` are its rules; in `keys.py`,
`KEYS`, of keys that cannot be used; in `roles.py`, `ROLES`, of roles that cannot be assumed. They are asked
here, in front of whatever engine answers the call.
"""

import traceback
from functools import cache

from ministack.core.responses import request_scope

from local_aws.edge import parameters
from local_aws.edge.calls import Call
from local_aws.edge.errors import Refusal
from local_aws.references.rules import Rule
from local_aws.services import files, model_of

_DEFAULT_REGION = "us-east-1"


def check(call: Call, account: str) -> Refusal | None:
    """The refusal of a call for what refers to what; None when nothing is in its way."""
    rules = _rules().get((call.service, call.operation.name))
    if not rules or not call.whole:
        return None
    try:
        read = parameters.read(call)
    except parameters.UnreadableError:  # which the engine says
        return None
    with request_scope(account, call.region or _DEFAULT_REGION):
        for rule in rules:
            try:
                if refusal := rule.refusal(read):
                    return refusal
            except Exception:  # a mistake in a rule is not the caller's
                traceback.print_exc()
    return None


@cache
def _rules() -> dict[tuple[str, str], tuple[Rule, ...]]:
    """The rules, by service and operation."""
    found: dict[tuple[str, str], tuple[Rule, ...]] = {}
    rules = [
        (room, rule)
        for name in ("references", "keys", "roles")
        for room, module in files(name)
        for kind in ("MISSING", "IN_USE", "KEYS", "ROLES")
        for rule in getattr(module, kind, ())
    ]
    for room, rule in rules:
        for operation in rule.operations.split():
            call = (model_of(room), operation)
            found[call] = (*found.get(call, ()), rule)
    return found
