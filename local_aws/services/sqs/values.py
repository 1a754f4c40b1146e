"""SQS: values that it refuses and that its model allows."""

import json
import re
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, policies, values

_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
_RANGES = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}
_FLAGS = ("ContentBasedDeduplication", "FifoQueue", "SqsManagedSseEnabled")
_CHOICES = {
    "DeduplicationScope": ("messageGroup", "queue"),
    "FifoThroughputLimit": ("perMessageGroupId", "perQueue"),
}
_MOST_RECEIVES = 1000
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
_POLICY = policies.Quotas(8_192, statements=20, actions=7, conditions=10, principals=50)
_KEY = re.compile(r"arn:aws[\w-]*:kms:[^:]+:\d{12}:(key|alias)/.+|alias/.+|[0-9a-f-]{36}|mrk-[0-9a-f]{32}")


@values("CreateQueue")
def queue_name(request: Request) -> Refusal | None:
    """Names: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html"""
    name: str = request.parameters["QueueName"]
    is_fifo = request.parameters.get("Attributes", {}).get("FifoQueue", "").lower() == "true"
    stem = name.removesuffix(".fifo") if is_fifo else name
    if len(name) > 80 or not _NAME.fullmatch(stem) or is_fifo != name.endswith(".fifo"):
        return Refusal(
            "InvalidParameterValue",
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
        )
    return None


@values("CreateQueue", "SetQueueAttributes")
def attributes(request: Request) -> Refusal | None:
    """Each attribute is in its range, or one of its words."""
    given: dict[str, str] = request.parameters.get("Attributes", {})
    for name, value in given.items():
        if not _is_allowed(name, value):
            return _wrong(name, value)
    if "RedrivePolicy" in given and given["RedrivePolicy"] and (why := _redrive(given["RedrivePolicy"])):
        reason = f"Value {given['RedrivePolicy']} for parameter RedrivePolicy is invalid. Reason: {why}."
        return Refusal("InvalidParameterValue", reason)
    key = given.get("KmsMasterKeyId")
    if key and not _KEY.fullmatch(key):
        return _wrong("KmsMasterKeyId", key)
    return None


@values("CreateQueue", "SetQueueAttributes")
def policy(request: Request) -> Refusal | None:
    """A queue's policy is well-formed, has actions of SQS only, and is within its quotas.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-creating-custom-policies.html
    """
    text = request.parameters.get("Attributes", {}).get("Policy")
    if not text:
        return None
    known = {name.lower() for name in request.model.service_model.operation_names}
    is_right = not policies.malformed(text, "resource") and all(
        _is_action(action, known) for each in policies.statements(text) for action in policies.actions(each)
    )
    if not is_right:
        return Refusal("InvalidAttributeValue", "Invalid value for the parameter Policy.")
    excess = _POLICY.exceeded_by(text)
    return Refusal("OverLimit", _over_limit(excess), 403) if excess else None


def _over_limit(excess: policies.Excess) -> str:
    if excess.of == "characters":
        return "Submitted policy is over max allowed size"
    part = "a statement from the " if excess.of in ("actions", "conditions") else "the "
    return f"{excess.count} {excess.of} were found in {part}submitted policy, max allowed is {excess.most}"


def _is_action(action: str, known: set[str]) -> bool:
    vendor, _, name = action.lower().partition(":")
    return action == "*" or (vendor == "sqs" and (name in known or "*" in name or "?" in name))


def _is_allowed(name: str, value: str) -> bool:
    if name in _RANGES:
        least, most = _RANGES[name]
        return bool(re.fullmatch(r"\d{1,9}", value)) and least <= int(value) <= most
    if name in _FLAGS:
        return value.lower() in ("true", "false")
    return value in _CHOICES.get(name, (value,))


def _redrive(policy: str) -> str:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"""
    try:
        said: Any = json.loads(policy)
    except ValueError:
        return "Redrive policy is not a valid JSON map"
    if not isinstance(said, dict):
        return "Redrive policy is not a valid JSON map"
    for name in ("deadLetterTargetArn", "maxReceiveCount"):
        if name not in said:
            return f"Redrive policy does not contain mandatory attribute: {name}"
    if not str(said["deadLetterTargetArn"]).startswith("arn:"):
        return f"Invalid value for deadLetterTargetArn: {said['deadLetterTargetArn']}"
    receives = str(said["maxReceiveCount"])
    if not re.fullmatch(r"\d{1,9}", receives) or not 1 <= int(receives) <= _MOST_RECEIVES:
        limits = f"valid values are from 1 to {_MOST_RECEIVES} both inclusive"
        return f"Invalid value for maxReceiveCount: {receives}, {limits}"
    return ""


def _wrong(name: str, value: str) -> Refusal:
    return Refusal("InvalidAttributeValue", f"Invalid value for the parameter {name}: {value}.")


@values("SendMessage", "SendMessageBatch")
def delay(request: Request) -> Refusal | None:
    """A message may be delayed by 15 minutes at most."""
    entries = request.parameters.get("Entries", [request.parameters])
    for entry in entries:
        seconds = entry.get("DelaySeconds", 0)
        if not 0 <= seconds <= 900:
            return Refusal(
                "InvalidParameterValue",
                f"Value {seconds} for parameter DelaySeconds is invalid. "
                "Reason: DelaySeconds must be >= 0 and <= 900.",
            )
    return None
