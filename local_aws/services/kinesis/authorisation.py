"""Kinesis: who may use a stream or its consumers, by their policies and by the stream's key."""

from typing import Any

from ministack.core.responses import request_scope
from ministack.services import kinesis

from local_aws.authorisation import keys
from local_aws.authorisation.deliveries import target_key
from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy


@resource_policy("kinesis")
def of_stream(arn: str) -> tuple[Policy, ...]:
    """The policy of a stream or of a consumer.

    https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html
    """
    found = kinesis.stream_policy_for_arn(arn)
    if not found or not found[0]:
        return ()
    return (Policy(f"stream {arn.partition('/')[2]}: policy", as_document(found[0])),)


@target_key("kinesis")
def key_of_stream(arn: str) -> str | None:
    """The key of an encrypted stream."""
    with request_scope(*reversed(arn.split(":")[3:5])):
        stream: dict[str, Any] = kinesis._resolve_stream_by_arn(arn.partition("/consumer/")[0]) or {}
        key = stream.get("KeyId") if stream.get("EncryptionType") == "KMS" else None
        return keys.key_arn(key) or key if key else None
