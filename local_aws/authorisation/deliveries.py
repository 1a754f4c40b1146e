"""The permissions that a delivery to a queue, topic, function, bus, stream or log group needs.

A service delivers as itself, by the target's own policy, or as a role that it assumes. Each target has one
action; an encrypted target also needs its key.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from local_aws.authorisation import keys, rights
from local_aws.authorisation.evaluation import Decision, Principal

# The action of a target, by the service in its ARN.
ACTIONS = {
    "events": "events:PutEvents",
    "execute-api": "execute-api:Invoke",
    "firehose": "firehose:PutRecord",
    "kinesis": "kinesis:PutRecord",
    "lambda": "lambda:InvokeFunction",
    "logs": "logs:PutLogEvents",
    "sns": "sns:Publish",
    "sqs": "sqs:SendMessage",
    "states": "states:StartExecution",
}
# By the service in a target's ARN: the key that encrypts it, None without one.
_KEYS: dict[str, Callable[[str], str | None]] = {}
# What who sends to an encrypted target needs of its key.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
# https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
KEY_OPERATIONS = {
    "sqs": ("GenerateDataKey", "Decrypt"),
    "sns": ("GenerateDataKey", "Decrypt"),
    "kinesis": ("GenerateDataKey",),
}
# How a target names itself in the encryption context.
_CONTEXT_NAMES = {"sqs": "aws:sqs:arn", "sns": "aws:sns:topicArn", "kinesis": "aws:kinesis:arn"}
_NOTHING: Mapping[str, str] = {}


def target_key(service: str) -> Callable[[Callable[[str], str | None]], Callable[[str], str | None]]:
    """Register the function that knows which key encrypts a target, by its ARN."""

    def register(function: Callable[[str], str | None]) -> Callable[[str], str | None]:
        _KEYS[service] = function
        return function

    return register


@dataclass(frozen=True)
class Sender:
    """Who delivers.

    Args:
        principal: the service itself, or a session of the role that it assumed.
        context: the condition keys that it sends to the target.
        key_context: the condition keys that it sends when it uses the target's key.
    """

    principal: Principal
    context: Mapping[str, str]
    key_context: Mapping[str, str]

    @classmethod
    def as_itself(
        cls,
        service: str,
        source: str,
        *,
        context: Mapping[str, str] | None = None,
        key_context: Mapping[str, str] | None = None,
    ) -> "Sender":
        """A service that delivers for one of its resources.

        Args:
            source: ARN of the resource. By default it is sent as `aws:SourceArn`, with `aws:SourceAccount`,
                to the target and to its key.
        """
        sent = rights.source(source) if context is None else context
        return cls(rights.service(service), sent, sent if key_context is None else key_context)

    @classmethod
    def as_role(cls, role: str, name: str) -> "Sender":
        """A session of a role. Whether the service may assume it is `rights.may_assume`'s to say."""
        return cls(rights.session(role, name), _NOTHING, _NOTHING)


def denied(sender: Sender, target: str, action: str = "") -> Decision | None:
    """The denial of a delivery to a target; None if it is allowed.

    Args:
        action: where it is not the target's usual one in `ACTIONS`.
    """
    service = target.split(":")[2]
    decision = rights.authorise(sender.principal, action or ACTIONS[service], target, sender.context)
    if not decision.allowed:
        return decision
    return key_denied(sender.principal, target, *KEY_OPERATIONS.get(service, ()), context=sender.key_context)


def key_denied(
    principal: Principal, target: str, *operations: str, context: Mapping[str, str] = _NOTHING
) -> Decision | None:
    """The denial of the key that encrypts a target; None if it is allowed, or nothing is asked for.

    Args:
        operations: of KMS, such as `Decrypt` for who reads.
        context: condition keys that are sent to the key.
    """
    service, region = target.split(":")[2:4]
    key = key_of(target) if operations else None
    if key is None:
        return None
    # A service that calls as itself is asked for the key as itself; a role through the target's service.
    via = f"{service}.{region}.amazonaws.com" if principal.kind != "service" else ""
    named = {_CONTEXT_NAMES[service]: target} if service in _CONTEXT_NAMES else {}
    return keys.may_use(principal, key, *operations, via=via, encryption_context=named, context=context)


def key_of(target: str) -> str | None:
    """The key that encrypts a queue, topic, stream or bucket; None without one."""
    service = target.split(":")[2]
    return _KEYS[service](target) if service in _KEYS else None
