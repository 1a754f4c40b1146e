"""SNS: values that it refuses and that its model allows."""

import json
import re

from local_aws.edge.errors import Refusal
from local_aws.values import Request, policies, values

_NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
# Quotas and actions of topics' policies; `Receive` is in the default one.
# https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
_POLICY = policies.Quotas(30_720, statements=100, principals=200)
_ACTIONS = frozenset(
    f"sns:{name}".lower()
    for name in (
        *("AddPermission", "DeleteTopic", "GetDataProtectionPolicy", "GetTopicAttributes"),
        *("ListSubscriptionsByTopic", "ListTagsForResource", "Publish", "PutDataProtectionPolicy", "Receive"),
        *("RemovePermission", "SetTopicAttributes", "Subscribe"),
    )
)
_PROTOCOLS = ("application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs")


@values("CreateTopic")
def topic_name(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"""
    name: str = request.parameters["Name"]
    is_fifo = request.parameters.get("Attributes", {}).get("FifoTopic", "").lower() == "true"
    if is_fifo and not name.endswith(".fifo"):
        return _invalid(
            "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase "
            "ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long."
        )
    stem = name.removesuffix(".fifo") if is_fifo else name
    if len(name) > 256 or not _NAME.fullmatch(stem):
        return _invalid("Topic Name")
    return None


@values("CreateTopic", "SetTopicAttributes")
def policy(request: Request) -> Refusal | None:
    """A topic's policy is well-formed, has actions of topics only, one by one, and is not too long.

    https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
    """
    given = request.parameters
    if request.operation == "SetTopicAttributes":
        text = given.get("AttributeValue") if given["AttributeName"] == "Policy" else None
    else:
        text = given.get("Attributes", {}).get("Policy")
    if not text:
        return None
    if problem := policies.malformed(text, "resource"):
        about = "PrincipalNotFound" if policies.is_about_principals(problem) else "null"
        return _invalid(f"Policy Error: {about}")
    named = {action.lower() for each in policies.statements(text) for action in policies.actions(each)}
    if not named <= _ACTIONS:
        return _invalid("Policy statement action out of service scope!")
    return _invalid("Policy Error: null") if _POLICY.exceeded_by(text) else None


@values("Subscribe")
def protocol(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"""
    asked, endpoint = request.parameters["Protocol"], request.parameters.get("Endpoint", "")
    if asked not in _PROTOCOLS:
        return _invalid(f"Does not support this protocol string: {asked}")
    if asked in ("http", "https") and not endpoint.startswith(f"{asked}://"):
        return _invalid("Endpoint must match the specified protocol")
    if asked in ("sqs", "lambda", "firehose") and not endpoint.startswith("arn:"):
        return _invalid(f"{asked.upper() if asked == 'sqs' else asked} endpoint ARN")
    return None


@values("Subscribe")
def filter_policy(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"""
    policy = request.parameters.get("Attributes", {}).get("FilterPolicy")
    return _filter_policy(policy) if policy else None


@values("SetSubscriptionAttributes")
def changed_filter_policy(request: Request) -> Refusal | None:
    """As above."""
    policy = request.parameters.get("AttributeValue")
    return (
        _filter_policy(policy) if policy and request.parameters["AttributeName"] == "FilterPolicy" else None
    )


def _filter_policy(policy: str) -> Refusal | None:
    try:
        said = json.loads(policy)
    except ValueError:
        return _invalid("FilterPolicy: failed to parse JSON.")
    if not isinstance(said, dict):
        return _invalid("FilterPolicy: Filter policy must be a JSON object")
    for name, value in said.items():
        if isinstance(value, (str, int, float, bool)) or value is None:
            return _invalid(f'FilterPolicy: "{name}" must be an object or an array')
    return None


def _invalid(reason: str) -> Refusal:
    return Refusal("InvalidParameter", f"Invalid parameter: {reason}")
