"""Who calls an API, for services whose handlers are also called by other services of this process."""

from contextvars import ContextVar
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id

from local_aws.authorisation import deliveries
from local_aws.authorisation.credentials import caller_of
from local_aws.authorisation.evaluation import Decision, Principal

_called: ContextVar[Any] = ContextVar("called", default=None)


def mark_calls(engine: Any) -> None:
    """Let `caller` know which calls of an engine's module come from outside."""
    handle = engine.handle_request

    async def handle_request(*request: Any, **options: Any) -> Any:
        token = _called.set(None if options.get("internal") else engine)
        try:
            return await handle(*request, **options)
        finally:
            _called.reset(token)

    engine.handle_request = handle_request


def caller(engine: Any) -> Principal | None:
    """Who calls the API of an engine's module; None while another service uses it."""
    if _called.get() is not engine:
        return None
    arn = iam_evaluator.caller_arn()
    kinds = {
        ":root": "Root",
        ":user/": "User",
        ":assumed-role/": "AssumedRole",
        ":federated-user/": "FederatedUser",
    }
    kind = next((kind for part, kind in kinds.items() if part in arn), "")
    return caller_of(kind, arn, arn.split(":")[4] if kind else get_account_id())


def connection() -> dict[str, str]:
    """The condition keys of how the caller reached this address."""
    return {
        "aws:SecureTransport": "true",
        "aws:SourceIp": iam_evaluator._request_origin.get()[0],
    }


def reader_denied(principal: Principal, source: str) -> Decision | None:
    """The denial of the key of a queue or stream to who reads from it; None if it is allowed."""
    return deliveries.key_denied(principal, source, "Decrypt")


def writer_denied(principal: Principal, target: str) -> Decision | None:
    """The denial of the key of a queue, topic or stream to who writes to it; None if it is allowed."""
    return deliveries.key_denied(principal, target, *deliveries.KEY_OPERATIONS[target.split(":")[2]])


def failure_of(decision: Decision) -> str:
    """What services call the failure to use a key, without their own prefixes.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors
    """
    if decision.reason != "the key cannot be used":
        return "AccessDenied"
    endings = {"is disabled": "Disabled", "does not exist": "NotFound"}
    return next((name for ending, name in endings.items() if decision.by.endswith(ending)), "InvalidState")


def message_of(decision: Decision, principal: Principal, resource: str) -> str:
    """Why a call is refused, in AWS's words."""
    if decision.reason == "the key cannot be used":
        return decision.by
    action = (decision.missing or {}).get("Action", "kms:*")
    return f"User: {principal.arn} is not authorized to perform: {action} on the key of resource: {resource}"
