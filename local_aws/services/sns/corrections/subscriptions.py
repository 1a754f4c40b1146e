"""Deliveries to the subscribers of a topic."""

import base64
import json
from collections.abc import Callable
from typing import Any

from ministack.services import firehose, sns

from local_aws.authorisation.deliveries import Sender, denied
from local_aws.authorisation.rights import may_assume, source
from local_aws.corrections import correction
from local_aws.references.existing import is_there
from local_aws.services.cloudwatch.metrics import count
from local_aws.services.sqs import messages

Record = dict[str, Any]


@correction
def subscription_dead_letters() -> None:
    """AWS: what cannot be delivered goes to the subscription's dead-letter queue. MiniStack: drops it.

    Here an endpoint cannot be reached that is gone, or that SNS may not call.
    https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
    """
    to_queue, to_function = sns._deliver_to_sqs, sns._deliver_to_lambda

    def deliver_to_sqs(endpoint: str, *message: Any, topic_arn: str, **options: Any) -> None:
        def send(queue: str) -> None:
            to_queue(queue, *message, topic_arn=topic_arn, **options)

        _deliver(_Delivery(topic_arn, "sqs", endpoint), lambda: send(endpoint), send)

    def deliver_to_lambda(endpoint: str, envelope: str, topic_arn: str, *args: Any) -> None:
        def send(queue: str) -> None:
            to_queue(queue, envelope, False, "", topic_arn=topic_arn)

        delivery = _Delivery(topic_arn, "lambda", endpoint)
        _deliver(delivery, lambda: to_function(endpoint, envelope, topic_arn, *args), send)

    sns._deliver_to_sqs, sns._deliver_to_lambda = deliver_to_sqs, deliver_to_lambda


@correction
def subscriptions_of_delivery_streams() -> None:
    """AWS: delivers to Firehose, as the role of the subscription. MiniStack: does not.

    https://docs.aws.amazon.com/sns/latest/dg/sns-firehose-as-subscriber.html
    """
    fan_out = sns._fanout

    def fan_out_to_streams(
        topic_arn: str, identifier: str, message: str, subject: str, *rest: Any, **named: Any
    ) -> None:
        fan_out(topic_arn, identifier, message, subject, *rest, **named)
        structure = rest[0] if rest else named.get("message_structure", "")
        attributes = (rest[1] if len(rest) > 1 else named.get("message_attributes")) or {}
        topic = sns._topic_by_arn_any_scope(topic_arn)
        for subscription in topic["subscriptions"] if topic else []:
            text = sns._resolve_message_for_protocol(message, structure, "firehose")
            if subscription["protocol"] != "firehose" or not sns._matches_filter_policy(
                subscription, attributes, text
            ):
                continue
            raw = subscription["attributes"].get("RawMessageDelivery") == "true"
            envelope = sns._build_envelope(topic_arn, identifier, text, subject, attributes, raw)
            _put(topic_arn, subscription["endpoint"], text if raw else envelope)

    sns._fanout = fan_out_to_streams


def _put(topic: str, stream: str, text: str) -> None:
    def put() -> None:
        record = {"Data": base64.b64encode(text.encode()).decode()}
        firehose._put_record({"DeliveryStreamName": stream.rpartition("/")[2], "Record": record})

    def send(queue: str) -> None:
        messages.send(queue, text)

    _deliver(_Delivery(topic, "firehose", stream), put, send)


class _Delivery:
    """To one subscriber of a topic."""

    def __init__(self, topic: str, protocol: str, endpoint: str) -> None:
        self.topic, self.endpoint = topic, endpoint
        found = sns._topic_by_arn_any_scope(topic) or {"subscriptions": []}
        self.settings: Record = next(
            (
                each["attributes"]
                for each in found["subscriptions"]
                if (each["protocol"], each["endpoint"]) == (protocol, endpoint)
            ),
            {},
        )

    @property
    def dead_letters(self) -> str:
        """ARN of the queue for what cannot be delivered; "" without one."""
        return str(json.loads(self.settings.get("RedrivePolicy") or "{}").get("deadLetterTargetArn", ""))

    def fails(self) -> bool:
        """Whether the endpoint cannot be reached."""
        if not is_there(self.endpoint):
            return True
        if role := self.settings.get("SubscriptionRoleArn"):
            if not may_assume("sns", role, source(self.topic)).allowed:
                return True
            return denied(Sender.as_role(role, "sns"), self.endpoint) is not None
        return denied(self.sender, self.endpoint) is not None

    @property
    def sender(self) -> Sender:
        return Sender.as_itself("sns", self.topic)

    def count(self, metric: str) -> None:
        """https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html"""
        count("AWS/SNS", metric, TopicName=self.topic.rpartition(":")[2])


def _deliver(delivery: _Delivery, deliver: Callable[[], None], send: Callable[[str], None]) -> None:
    """Deliver, or else send to the dead letters."""
    if not delivery.fails():
        deliver()
        delivery.count("NumberOfNotificationsDelivered")
        return
    delivery.count("NumberOfNotificationsFailed")
    queue = delivery.dead_letters
    if not queue:
        return
    if is_there(queue) and denied(delivery.sender, queue) is None:
        send(queue)
        delivery.count("NumberOfNotificationsRedrivenToDlq")
    else:
        delivery.count("NumberOfNotificationsFailedToRedriveToDlq")
