"""Puts the events on the bus, at least once: what was appended is published, whatever fails in between."""

import json
import os
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from carts import stream
from carts.aws import events

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point for the event store's stream."""
    return stream.each(event, publish)


def publish(event: dict[str, Any]) -> None:
    """PutEvents answers 200 even when it refused an entry.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
    """
    answer = events.put_events(
        Entries=[
            {
                "EventBusName": os.environ["EVENT_BUS_NAME"],
                "Source": "shop.carts",
                "DetailType": event["type"],
                "Detail": json.dumps(event),
            }
        ]
    )
    if answer["FailedEntryCount"]:
        raise RuntimeError(answer["Entries"][0].get("ErrorCode"))
    logger.info("published", cart=event["cart"], version=event["version"])
