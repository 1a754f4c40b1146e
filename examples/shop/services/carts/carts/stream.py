"""Batches of the event store's stream: in order, each event at least once.

The first record that fails is reported; it and those after it come again, so that none is passed over.
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger

from carts.aws import from_item

logger = Logger(child=True)


def each(batch: dict[str, Any], handle: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Handle the events that were appended. Returns what Lambda wants to know about failures."""
    for record in batch["Records"]:
        if record["eventName"] != "INSERT":
            continue
        event = from_item(record["dynamodb"]["NewImage"])
        try:
            handle(event)
        except Exception:
            logger.exception("event failed", cart=event["cart"], version=event["version"])
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}
