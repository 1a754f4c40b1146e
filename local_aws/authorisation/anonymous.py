"""Calls without a signature: they have no rights but those that are everybody's."""

from typing import Any

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.iam_actions import anonymous_denial_message
from ministack.core.router import extract_access_key_id
from ministack.core.sigv4 import decode_header_value

from local_aws.corrections import correction

# No bucket's policy can give these to everybody: they are of the account.
_OF_THE_ACCOUNT = frozenset({"s3:CreateBucket", "s3:ListAllMyBuckets"})
# Here, what no action covers is public: pages of user pools, preflights, a task's own metadata.
_PUBLIC = frozenset({"cognito-idp", "ecs-metadata", "s3"})


@correction
def no_key_is_nobody() -> None:
    """AWS: a call without a signature is anonymous. MiniStack: the account's, when it has any Authorization
    header, lists or makes buckets, or is of an operation that it knows no action for.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
    """
    pin, check, enforce = (
        iam_evaluator.pin_signed_request,
        iam_evaluator.check_credentials,
        iam_evaluator.enforce,
    )

    def pinned(method: str, raw_path: str, query: Any, headers: list[Any], handshake: bool = False) -> None:
        pin(method, raw_path, query, headers, handshake)
        given = next((value for name, value in headers if name.lower() == b"authorization"), b"")
        if not extract_access_key_id({"authorization": decode_header_value(given)}, query):
            iam_evaluator._anonymous.set(True)

    def checked(access_key: str, service: str | None = None) -> Any:
        if iam_evaluator._anonymous.get() and not access_key and service not in _PUBLIC:
            return _nobody(service or "", "", "*")
        return check(access_key, service)

    def decide(access_key: str, action: str, service: str, *rest: Any, **more: Any) -> Any:
        if action in _OF_THE_ACCOUNT and not access_key:
            return iam_evaluator.AuthError("AccessDenied", "Access Denied")
        return enforce(access_key, action, service, *rest, **more)

    iam_evaluator.pin_signed_request = app.pin_signed_request = pinned
    iam_evaluator.check_credentials = checked
    iam_evaluator.enforce = decide


def _nobody(service: str, action: str, resource: str) -> Any:
    message = anonymous_denial_message(service, action, resource)
    return iam_evaluator.AuthError("MissingAuthenticationToken", message)
