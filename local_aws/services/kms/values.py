"""KMS: values that it refuses and that its model allows."""

import json
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, policies, values

# https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
_POLICY = policies.Quotas(32_768)
_LEAST_DAYS, _MOST_DAYS = 7, 30
_LEAST_ROTATION, _MOST_ROTATION = 90, 2560


@values("ScheduleKeyDeletion")
def pending_window(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html"""
    days = request.parameters.get("PendingWindowInDays", _MOST_DAYS)
    if _LEAST_DAYS <= days <= _MOST_DAYS:
        return None
    return Refusal(
        "ValidationException", f"PendingWindowInDays must be between {_LEAST_DAYS} and {_MOST_DAYS} days"
    )


@values("CreateAlias", "UpdateAlias")
def alias_name(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html"""
    name: str = request.parameters["AliasName"]
    if not name.startswith("alias/") or name == "alias/":
        return Refusal(
            "ValidationException",
            'Alias must start with the prefix "alias/". Please see '
            "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
        )
    if name.startswith("alias/aws/"):
        return Refusal("NotAuthorizedException", "")
    return None


@values("CreateKey", "PutKeyPolicy", "ReplicateKey")
def policy(request: Request) -> Refusal | None:
    """A key policy is well-formed and not longer than 32 KB.

    A statement without an action or a resource has no effect, and is no error.
    https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
    """
    text = request.parameters.get("Policy")
    if not text:
        return None
    if problem := policies.malformed(_complete(text), "key"):
        about = "Policy contains a statement with one or more invalid principals."
        message = about if policies.is_about_principals(problem) else problem
        return Refusal("MalformedPolicyDocumentException", message)
    if _POLICY.exceeded_by(text):
        return Refusal("LimitExceededException", f"The policy is longer than {_POLICY.size} bytes.")
    return None


def _complete(text: str) -> str:
    """The policy with an action and a resource in each statement; as it is when it cannot be read."""
    try:
        document: dict[str, Any] = json.loads(text)
        statements = [{"Action": "kms:*", "Resource": "*", **each} for each in document["Statement"]]
    except (ValueError, TypeError, KeyError):
        return text
    return json.dumps({**document, "Statement": statements})
