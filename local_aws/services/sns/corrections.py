"""SNS: where the engine differs from AWS."""

import json
from typing import Any

from ministack.services import sns

from local_aws.corrections import correction
from local_aws.references.existing import is_there


@correction
def subscription_dead_letters() -> None:
    """AWS: what cannot be delivered goes to the subscription's dead-letter queue. MiniStack: drops it.

    Here only an endpoint that is gone counts as unreachable.
    https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
    """
    to_queue, to_function = sns._deliver_to_sqs, sns._deliver_to_lambda

    def dead_letters(endpoint: str, topic_arn: str) -> str | None:
        """The queue to which messages for an endpoint go instead, None while it is there."""
        if is_there(endpoint):
            return None
        subscriptions = sns._topic_by_arn_any_scope(topic_arn)["subscriptions"]
        found = next(each["attributes"] for each in subscriptions if each["endpoint"] == endpoint)
        queue: str | None = json.loads(found.get("RedrivePolicy") or "{}").get("deadLetterTargetArn")
        return queue

    def deliver_to_sqs(endpoint: str, *args: Any, topic_arn: str, **options: Any) -> None:
        to_queue(dead_letters(endpoint, topic_arn) or endpoint, *args, topic_arn=topic_arn, **options)

    def deliver_to_lambda(endpoint: str, envelope: str, topic_arn: str, *args: Any) -> None:
        if queue := dead_letters(endpoint, topic_arn):
            to_queue(queue, envelope, False, "", topic_arn=topic_arn)
        else:
            to_function(endpoint, envelope, topic_arn, *args)

    sns._deliver_to_sqs, sns._deliver_to_lambda = deliver_to_sqs, deliver_to_lambda
