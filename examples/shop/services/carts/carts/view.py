"""The read model: one item per cart, as it is now. It follows its events within moments, not at once."""

import os
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from carts import model, stream
from carts.aws import dynamodb, from_item, to_item

TABLE = os.environ["TABLE_VIEWS"]

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point for the event store's stream."""
    return stream.each(event, show)


def show(event: dict[str, Any]) -> None:
    """Bring a cart's view up to date; an event that was shown before changes nothing."""
    found = dynamodb.get_item(TableName=TABLE, Key=to_item({"cart": event["cart"]}), ConsistentRead=True)
    cart = from_item(found["Item"]) if "Item" in found else model.empty()
    if event["version"] <= cart["version"]:
        return
    if event["version"] != cart["version"] + 1:
        raise ValueError(f"event {event['version']} of {event['cart']} came after {cart['version']}")
    dynamodb.put_item(TableName=TABLE, Item=to_item({"cart": event["cart"], **model.apply(cart, event)}))
