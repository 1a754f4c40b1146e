"""Deliveries of rules: as whom, whether they may, and where to what may not be delivered."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ministack.services import cloudwatch_logs, eventbridge, firehose, kinesis

from local_aws.authorisation.deliveries import ACTIONS, Sender, denied
from local_aws.authorisation.rights import may_assume, source
from local_aws.references.existing import is_there
from local_aws.services.cloudwatch.metrics import count
from local_aws.services.sqs import messages

Target = Mapping[str, Any]
Rule = Mapping[str, Any]
_DESTINATION = "api-destination/"


@dataclass(frozen=True)
class Failure:
    """Why an event cannot be delivered: a code of EventBridge, and the text for people.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """

    code: str
    message: str


class Delivery:
    """Of an event to a target of a rule, as the target's role or else as EventBridge itself.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """

    def __init__(self, target: Target, rule: Rule) -> None:
        self.target, self.rule = target, rule
        self.arn: str = target["Arn"]

    def failure(self) -> Failure | None:
        """Why it fails; None if the target is there and may be sent to."""
        if not is_there(self.arn):
            return Failure("NO_RESOURCE", f"The specified target does not exist: {self.arn}")
        if (role := self.target.get("RoleArn")) and not may_be_assumed(role, self.rule["Arn"]):
            return Failure("NO_PERMISSIONS", f"events cannot assume the role {role}")
        sender = self._sender(self.arn.split(":")[2])
        if any(denied(sender, resource, action) for action, resource in self._needs()):
            return Failure("NO_PERMISSIONS", f"No permission for the specified target: {self.arn}")
        return None

    def _needs(self) -> list[tuple[str, str]]:
        """The actions of a delivery, with the resource of each; none where no event is delivered here."""
        kind, resource = self.arn.split(":")[2], self.arn.split(":", 5)[5]
        if resource.startswith(_DESTINATION):
            return [("events:InvokeApiDestination", self.arn)]
        if (
            kind == "logs"
        ):  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
            stream = f"{self.arn.removesuffix(':*')}:log-stream:any"
            return [("logs:CreateLogStream", stream), ("logs:PutLogEvents", stream)]
        return [(ACTIONS[kind], self.arn)] if kind in ACTIONS else []

    def _sender(self, kind: str) -> Sender:
        if role := self.target.get("RoleArn"):
            return Sender.as_role(role, uuid4().hex)
        # To topics and their keys, EventBridge sends no condition keys at all.
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
        # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
        return Sender.as_itself("events", self.rule["Arn"], context={} if kind == "sns" else None)

    def dead_letters(self, event: str, failure: Failure) -> None:
        """Send an event to the target's dead-letter queue, if it has one."""
        queue = (self.target.get("DeadLetterConfig") or {}).get("Arn")
        if not queue:
            return
        if not is_there(queue) or denied(Sender.as_itself("events", self.rule["Arn"]), queue):
            self.count("InvocationsFailedToBeSentToDlq")
            return
        attributes = {
            "RULE_ARN": self.rule["Arn"],
            "TARGET_ARN": self.arn,
            "ERROR_CODE": failure.code,
            "ERROR_MESSAGE": failure.message,
            "EXHAUSTED_RETRY_CONDITION": "NonRetryableError",
            "RETRY_ATTEMPTS": "0",
        }
        messages.send(queue, event, attributes)
        self.count("InvocationsSentToDlq")

    def count(self, metric: str) -> None:
        """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html"""
        bus, dimensions = self.rule.get("EventBusName", "default"), {"RuleName": self.rule["Name"]}
        if bus != "default":
            dimensions["EventBusName"] = bus
        count("AWS/Events", metric, **dimensions)


def may_be_assumed(role: str, rule: str) -> bool:
    """Whether a rule may assume a role.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
    """
    return may_assume("events", role, source(rule)).allowed


def payload(target: Target, event: Mapping[str, Any], rule: Rule, view: Any) -> str:
    """What a target gets of an event."""
    whole = json.dumps(view.event_with_detail())
    if target.get("InputTransformer"):
        return str(eventbridge._apply_input_transformer(target["InputTransformer"], rule, view))
    if target.get("Input"):
        return str(target["Input"])
    found = json.loads(whole)
    for part in filter(None, (target.get("InputPath") or "").strip("$.").split(".")):
        if not isinstance(found, dict) or part not in found:
            return whole
        found = found[part]
    return json.dumps(found)


def _to_stream(target: Target, text: str, event: Mapping[str, Any]) -> None:
    path = (target.get("KinesisParameters") or {}).get("PartitionKeyPath", "$.id")
    found: Any = {"id": event.get("EventId", "")} if path == "$.id" else json.loads(text)
    for part in filter(None, path.strip("$.").split(".")):
        found = found.get(part, "") if isinstance(found, dict) else ""
    data = base64.b64encode(text.encode()).decode()
    kinesis._put_record(
        {"StreamARN": target["Arn"], "Data": data, "PartitionKey": str(found) or str(uuid4())}
    )


def _to_delivery_stream(target: Target, text: str, _: Mapping[str, Any]) -> None:
    record = {"Data": base64.b64encode(text.encode()).decode()}
    firehose._put_record({"DeliveryStreamName": target["Arn"].rpartition("/")[2], "Record": record})


def _to_log_group(target: Target, text: str, _: Mapping[str, Any]) -> None:
    group = target["Arn"].removesuffix(":*").partition(":log-group:")[2]
    stream = {"logGroupName": group, "logStreamName": str(uuid4())}
    cloudwatch_logs._create_log_stream(stream)
    event = {"timestamp": int(time.time() * 1000), "message": text}
    cloudwatch_logs._put_log_events({**stream, "logEvents": [event]})


# Where the engine does not deliver to.
DELIVER: dict[str, Callable[[Target, str, Mapping[str, Any]], None]] = {
    "firehose": _to_delivery_stream,
    "kinesis": _to_stream,
    "logs": _to_log_group,
}
