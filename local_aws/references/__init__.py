"""What refers to what: calls that AWS refuses because something is in use, or because it is not there.

Each room says so of its service in `references.py`: `IN_USE` and `MISSING` are its rules. They are asked here,
in front of whatever engine answers the call.
"""

import importlib
import traceback
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec

from ministack.core.responses import request_scope

from local_aws.edge import parameters
from local_aws.edge.calls import Call
from local_aws.edge.errors import Refusal
from local_aws.references.rules import Rule

_DEFAULT_REGION = "us-east-1"


def check(call: Call, account: str) -> Refusal | None:
    """The refusal of a call for what refers to what; None when nothing is in its way."""
    rules = _rules(call.service).get(call.operation.name)
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
def _rules(service: str) -> Mapping[str, tuple[Rule, ...]]:
    """The rules of a service's room, by operation."""
    room = f"local_aws.services.{_ROOMS.get(service) or service.replace('-', '_')}"
    if not find_spec(room) or not find_spec(f"{room}.references"):
        return {}
    module = importlib.import_module(f"{room}.references")
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in (*getattr(module, "MISSING", ()), *getattr(module, "IN_USE", ())):
        for operation in rule.operations.split():
            found[operation] = (*found.get(operation, ()), rule)
    return found


_ROOMS = {"lambda": "lambda_"}
