"""Calls with credentials: the engine that answers uses the same evaluation as all others."""

from collections.abc import Mapping
from typing import Any

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, request_scope
from ministack.services import iam

from local_aws.authorisation.evaluation import Decision, Principal
from local_aws.authorisation.rights import authorise
from local_aws.corrections import correction

# Actions that need no permission.
# https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
_ALWAYS = frozenset({"sts:GetCallerIdentity", "sts:GetSessionToken"})
# What can be open to callers who do not sign: the API, or the function's URL, decides by its own policy.
_BY_ANYBODY = frozenset({"execute-api:Invoke", "lambda:InvokeFunctionUrl"})
_KINDS = {"Root": "root", "User": "user", "FederatedUser": "federated"}


@correction
def rights_of_callers() -> None:
    """AWS: one evaluation for all services. MiniStack: one of its own, for its services only.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    """
    enforce = iam_evaluator.enforce

    def decide(
        access_key: str,
        action: str,
        service: str,
        region: str,
        resource_arn: str = "*",
        service_context: dict[str, Any] | None = None,
    ) -> Any:
        """What the engine answers with: None for a yes, its own results for a failure or a no."""
        if action in _BY_ANYBODY and not access_key:
            return None
        # The engine checks the signature and knows the caller; with an action that is always allowed it
        # decides nothing else.
        failure = enforce(access_key, "sts:GetCallerIdentity", service, region)
        if failure is not None and not _is_served_unsigned(service, action):
            return failure
        found = iam_evaluator.resolve_principal(access_key or "", get_account_id())
        if isinstance(found, iam_evaluator.AuthError):
            return found
        if found.policies is None or action in _ALWAYS:
            return None
        principal = principal_of(found)
        decision = authorise(principal, action, resource_arn, _context(found, region, service_context))
        return None if decision.allowed else _refusal(decision, principal)

    iam_evaluator.enforce = decide


@correction
def calls_count_as_encrypted() -> None:
    """AWS: its endpoints speak TLS, and policies deny what comes without. This address has no TLS.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    pin = app.pin_request_origin
    app.pin_request_origin = lambda address, _: pin(address, True)


def principal_of(found: Any) -> Principal:
    """The principal that the engine has found by an access key."""
    return caller_of(found.type, found.arn, found.account)


def caller_of(kind: str, arn: str, account: str) -> Principal:
    """The principal of an ARN, and of the engine's word for its kind. A session has its role's path."""
    if kind != "AssumedRole":
        return Principal(_KINDS.get(kind, "anonymous"), arn, account)  # type: ignore[arg-type]
    with request_scope(account, "us-east-1"):
        role = iam._roles.get(arn.partition(":assumed-role/")[2].split("/")[0]) or {}
    return Principal("role", arn, account, role_arn=role.get("Arn", ""))


def _is_served_unsigned(service: str, action: str) -> bool:
    return bool(iam_evaluator._served_unsigned(service, action))


def _context(found: Any, region: str, sent: Mapping[str, Any] | None) -> dict[str, Any]:
    keys = {
        "aws:RequestedRegion": region,
        "aws:SourceIp": iam_evaluator._request_origin.get()[0],
        "aws:SecureTransport": "true",
    }
    return keys | dict(found.keys) | {key: value for key, value in (sent or {}).items() if value is not None}


def _refusal(decision: Decision, principal: Principal) -> Any:
    explicit = decision.reason == "explicit deny"
    return iam_evaluator.EvalResult("Deny" if explicit else "ImplicitDeny", principal_arn=principal.arn)
