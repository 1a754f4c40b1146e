"""As whom a service calls another within this process, where no signature says it.

A state machine's task, or an API's integration, acts as a session of a role: what it calls asks for that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from local_aws.authorisation import rights
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
    """Who acts; None where a signature says it, or nobody does."""
    return _current.get()


def denied(action: str, resource: str) -> Decision | None:
    """The denial of an action to who acts; None if it is allowed, or nobody acts."""
    principal = current()
    if principal is None:
        return None
    decision = rights.authorise(principal, action, resource)
    return None if decision.allowed else decision


def message(principal: Principal, action: str, resource: str, decision: Decision) -> str:
    """A denial in the words of most services.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """
    why = (
        "with an explicit deny in an identity-based policy"
        if decision.reason == "explicit deny"
        else f"because no identity-based policy allows the {action} action"
    )
    return f"User: {principal.arn} is not authorized to perform: {action} on resource: {resource} {why}"
