"""Values that AWS refuses: every API call is checked here, before the engine that answers it.

First against the model of its service (`models`), then by the service's own rules for what the model does not
say: functions in a room's `values.py`, registered with `values`, each naming the page it comes from.
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ministack.core.responses import request_scope
from moto.core.model import OperationModel

from local_aws.edge import parameters
from local_aws.edge.calls import Call
from local_aws.edge.errors import Refusal
from local_aws.edge.parameters import Parameters
from local_aws.services import files, model_of
from local_aws.values import codes, models, tags

_DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True)
class Request:
    """What a rule looks at: an operation's parameters, which are of the types that its model says."""

    service: str
    model: OperationModel
    parameters: Parameters
    account: str
    region: str

    @property
    def operation(self) -> str:
        """Its name."""
        return str(self.model.name)

    @property
    def invalid(self) -> str:
        """What the service calls the error for a wrong value."""
        return codes.invalid(self.model)


Rule = Callable[[Request], Refusal | None]
_rules: dict[tuple[str, str], list[Rule]] = {}  # by boto3's name of the service, and the operation


def values(*operations: str) -> Callable[[Rule], Rule]:
    """Register a rule for operations of the service in whose room it is."""

    def register(rule: Rule) -> Rule:
        service = model_of(rule.__module__.split(".")[-2])
        for operation in operations:
            _rules.setdefault((service, operation), []).append(rule)
        return rule

    return register


def check(call: Call, account: str) -> Refusal | None:
    """The refusal of a call for its parameters; None when they are in order, or too large to look at."""
    if not call.whole:
        return None
    try:
        read = parameters.read(call)
    except parameters.UnreadableError as error:
        return codes.unreadable(call.operation, str(error))
    if found := models.breaches(call.operation, read):
        return codes.refusal(call.operation, found)
    request = Request(call.service, call.operation, read, account, call.region or _DEFAULT_REGION)
    with request_scope(account, request.region):
        return next(filter(None, map(_asked(request), _of(call.service, call.operation.name))), None)


def _of(service: str, operation: str) -> tuple[Rule, ...]:
    _registered()
    return tags.check, *_rules.get((service, operation), ())


@cache
def _registered() -> int:
    """Imports what the rooms have, once: the rules register."""
    return sum(1 for _ in files("values"))


def _asked(request: Request) -> Callable[[Rule], Refusal | None]:
    def ask(rule: Rule) -> Refusal | None:
        try:
            return rule(request)
        except Exception:  # a mistake in a rule is not the caller's
            traceback.print_exc()
            return None

    return ask
