"""Appends to the event store: a table whose items are never changed, by cart and version.

Two who write at the same time both decide by the same version; the condition lets one append, and the other
one decides again.
"""

import os
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from carts import model
from carts.aws import dynamodb, from_item, to_item

TABLE = os.environ["TABLE_EVENTS"]

logger = Logger()


class ConflictError(Exception):
    """Others were faster each time."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point: a command for a cart. Answers the cart as it is then."""
    cart = append(event)
    logger.info("done", command=event["command"], cart=event["cart"], version=cart["version"])
    return cart


@retry(
    retry=retry_if_exception_type(ConflictError),
    wait=wait_random_exponential(multiplier=0.02, max=1),
    stop=stop_after_attempt(10),
    reraise=True,
)
def append(command: dict[str, Any]) -> model.Cart:
    """Decide by what has happened, and append what happens now. Raises model.RefusedError."""
    cart = model.of(_history(command["cart"]))
    event = {
        **model.decide(cart, command),
        "cart": command["cart"],
        "version": cart["version"] + 1,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "trace_id": command.get("trace_id", ""),
    }
    try:
        dynamodb.put_item(
            TableName=TABLE, Item=to_item(event), ConditionExpression="attribute_not_exists(version)"
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        raise ConflictError(command["cart"]) from None
    return model.apply(cart, event)


def _history(cart: str) -> list[dict[str, Any]]:
    pages = dynamodb.get_paginator("query").paginate(
        TableName=TABLE,
        ConsistentRead=True,
        KeyConditionExpression="cart = :cart",
        ExpressionAttributeValues=to_item({":cart": cart}),
    )
    return [from_item(item) for page in pages for item in page["Items"]]
