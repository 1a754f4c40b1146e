"""Asks, for the engines that do not ask by themselves, whether the caller of an API may call it."""

from typing import Any
from urllib.parse import parse_qs

from ministack.app import extract_access_key_id
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, request_scope, set_request_account_id

from local_aws.authorisation import actions, denials
from local_aws.edge import errors
from local_aws.edge.calls import Call
from local_aws.edge.errors import Refusal, Send

Wanted = tuple[str, str, dict[str, str]]
# How a service words a denial, by service or else by protocol.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
_DENIED = {
    "ec2": ("UnauthorizedOperation", 403),
    "query": ("AccessDenied", 403),
    "rest-xml": ("AccessDenied", 403),
    "rest-json": ("AccessDeniedException", 403),
    "json": ("AccessDeniedException", 400),
    "cbor": ("AccessDeniedException", 400),
}


def is_root(credential: str) -> bool:
    """Whether a call is signed by the account itself, which may do everything that this checks."""
    return bool(iam_evaluator.is_root_access_key(credential.partition("/")[0]))


async def refused(call: Call, scope: dict[str, Any], account: str, send: Send, *, acts: bool = True) -> bool:
    """Answer a call that its caller may not make; whether that was so.

    Args:
        acts: whether to ask for the action itself, too, and not only for the roles that the call hands over.
    """
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    raw = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
    key = extract_access_key_id(call.headers, query)
    set_request_account_id(key)
    with request_scope(get_account_id(), call.region):
        iam_evaluator.pin_signed_request(scope["method"], raw, query, scope["headers"])
        iam_evaluator.pin_signed_body(call.body)
        wanted: list[Wanted] = []
        if acts:
            wanted = [(action, resource, {}) for action, resource in actions.needed(call, account)]
        for role, service in actions.passed_roles(call):
            wanted.append(("iam:PassRole", role, {"iam:PassedToService": service}))
        for action, resource, context in wanted:
            denied = iam_evaluator.enforce(key, action, call.service, call.region, resource, context)
            if denied is None:
                continue
            if isinstance(denied, iam_evaluator.AuthError):
                # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
                wrong = iam_actions._auth_failure(call.signed_as, denied.code, denied.message, call.headers)
                code, status, text = wrong
                refusal = Refusal(code, text, status)
            else:
                code, status = _DENIED.get(call.service) or _DENIED[call.protocol]
                explicit = denied.decision == "Deny"
                text = denials.message(denied.principal_arn, action, resource, explicit=explicit)
                refusal = Refusal(code, text, status)
            await errors.answer(call, refusal, send)
            return True
    return False
