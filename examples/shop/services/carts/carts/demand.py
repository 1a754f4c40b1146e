"""How much of each product was put into carts and stayed there, counted from the bus.

Events come at least once and in any order, live and replayed. An event and its count are one transaction, so
it counts once; and sums do not ask for an order.
"""

import os
from contextlib import suppress
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from carts.aws import dynamodb, to_item

TABLE = os.environ["TABLE_DEMAND"]

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Lambda's entry point for events of the bus."""
    detail = event["detail"]
    logger.set_correlation_id(detail["trace_id"])
    count(detail)
    logger.info("counted", cart=detail["cart"], version=detail["version"], replay=event.get("replay-name"))


def count(event: dict[str, Any]) -> None:
    sign = {"ItemAdded": 1, "ItemRemoved": -1}.get(event["type"], 0)
    if not sign:
        return
    seen = {"pk": f"EVENT#{event['cart']}#{event['version']}"}
    with suppress(SeenError):
        _transact(seen, f"PRODUCT#{event['product']}", sign * event["quantity"])


class SeenError(Exception):
    """It was counted before."""


def _transact(seen: dict[str, Any], product: str, quantity: int) -> None:
    try:
        dynamodb.transact_write_items(
            TransactItems=[
                {
                    "Put": {
                        "TableName": TABLE,
                        "Item": to_item(seen),
                        "ConditionExpression": "attribute_not_exists(pk)",
                    }
                },
                {
                    "Update": {
                        "TableName": TABLE,
                        "Key": to_item({"pk": product}),
                        "UpdateExpression": "ADD quantity :quantity",
                        "ExpressionAttributeValues": to_item({":quantity": quantity}),
                    }
                },
            ]
        )
    except dynamodb.exceptions.TransactionCanceledException as cancelled:
        if cancelled.response["CancellationReasons"][0]["Code"] == "ConditionalCheckFailed":
            raise SeenError from None
        raise  # another event of the same product: Lambda calls again
