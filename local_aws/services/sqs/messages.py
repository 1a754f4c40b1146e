"""Messages that services put into queues, once they have been asked whether they may."""

from collections.abc import Mapping
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import sqs

_NONE: Mapping[str, str] = {}


def send(queue: str, body: str, attributes: Mapping[str, str] = _NONE, **settings: Any) -> None:
    """Put a message into a queue.

    Args:
        queue: its ARN; it must be there.
        attributes: of the message, all of them texts.
        settings: other members of SendMessage.
    """
    region, account = queue.split(":")[3:5]
    message = {"MessageBody": body, "QueueUrl": sqs._queue_by_arn(queue)["url"], **settings}
    if attributes:
        message["MessageAttributes"] = {
            name: {"DataType": "String", "StringValue": text} for name, text in attributes.items()
        }
    with request_scope(account, region):
        sqs._act_send_message(message, message["QueueUrl"])
