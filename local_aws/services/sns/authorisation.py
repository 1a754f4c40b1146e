"""SNS: who may publish to a topic, by its policy and by its key."""

from typing import Any

from ministack.core.responses import request_scope
from ministack.services import sns

from local_aws.authorisation import keys
from local_aws.authorisation.deliveries import target_key
from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy


@resource_policy("sns")
def of_topic(arn: str) -> tuple[Policy, ...]:
    """The policy of a topic.

    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    """
    topic = _topic(arn)
    text = topic["attributes"].get("Policy") if topic else None
    return (Policy(f"topic {topic['name']}: policy", as_document(text)),) if topic and text else ()


@target_key("sns")
def key_of_topic(arn: str) -> str | None:
    """The key of an encrypted topic."""
    topic = _topic(arn)
    key = topic["attributes"].get("KmsMasterKeyId") if topic else None
    if not key:
        return None
    with request_scope(*reversed(arn.split(":")[3:5])):
        return keys.key_arn(key) or key


def _topic(arn: str) -> dict[str, Any] | None:
    parts = arn.split(":")
    if len(parts) < 6:
        return None
    with request_scope(parts[4], parts[3]):
        found: dict[str, Any] | None = sns._topics.get(arn)
        return found
