"""Listens to changes of products, and keeps each once, however often it comes."""

import os
from contextlib import suppress
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

TABLE = os.environ["TABLE_HISTORY"]
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 4})

logger = Logger()
dynamodb = boto3.client("dynamodb", config=_CONFIG)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Lambda's entry point for events of the bus."""
    change = event["detail"]
    key = {"product": {"S": change["product"]}, "version": {"N": str(change["version"])}}
    item = {**key, "price_cents": {"N": str(change["price_cents"])}, "came": {"S": event["id"]}}
    # A failed condition is fine: the event came before.
    with suppress(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.put_item(TableName=TABLE, Item=item, ConditionExpression="attribute_not_exists(product)")
