"""What refers to what: calls that AWS refuses because something is in use, or because it is not there.

The rules of a service are `MISSING` and `IN_USE` in the `references.py` of its room. They are checked here,
before the engine that answers the call.
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
    for room, module in files("references"):
        for rule in (*getattr(module, "MISSING", ()), *getattr(module, "IN_USE", ())):
            for operation in rule.operations.split():
                call = (model_of(room), operation)
                found[call] = (*found.get(call, ()), rule)
    return found
