"""As whom a service calls another within this process, where no signature says it.

A state machine's task, or an API's integration, acts as a session of a role: what it calls asks for that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from local_aws.authorisation import denials, rights
from local_aws.authorisation.evaluation import Decision, Principal

_current: ContextVar[Principal | None] = ContextVar("acting", default=None)


@contextmanager
def acting_as(principal: Principal | None) -> Iterator[None]:
    """Within this block, calls of other services are the principal's."""
    token = _current.set(principal)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Principal | None:
    """The principal that acts; None if the request is signed, or if no service acts for a principal."""
    return _current.get()


def denied(action: str, resource: str) -> Decision | None:
    """The denial of an action to the principal that acts; None if it is allowed, or if no principal acts."""
    principal = current()
    if principal is None:
        return None
    decision = rights.authorise(principal, action, resource)
    return None if decision.allowed else decision


def message(principal: Principal, action: str, resource: str, decision: Decision) -> str:
    """The text of the error for a denied call."""
    return denials.message(principal.arn, action, resource, explicit=decision.reason == "explicit deny")
