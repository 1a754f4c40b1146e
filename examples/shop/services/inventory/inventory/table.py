"""The service's DynamoDB table, and writes to it that happen together or not at all.

| pk | attributes | why |
|---|---|---|
| `PRODUCT#<id>` | quantity, price_cents, version | `version` counts the changes of quantity and price |
| | shelf, shelved_at | where it was seen last, and when |
| `ORDER#<id>` | items, total_cents, status | `reserved`, `released`; `void` when released before |
| `RECEIPT#<key>` | product, quantity | the delivery came in |
"""

import os
from typing import Any

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

TABLE = os.environ["TABLE_STOCK"]
# Seconds. The SDK's standard retries wait with full jitter.
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 4})

dynamodb = boto3.client("dynamodb", config=_CONFIG)

Item = dict[str, Any]


class UnavailableError(Exception):
    """The table did not answer, or too many wanted the same products. Nothing was done; ask again."""


class ConflictError(UnavailableError):
    """Somebody else has changed what was read, or changes it at this moment."""


def get(key: str) -> Item:
    """An item, empty where there is none; sees every write that was answered before."""
    try:
        found = dynamodb.get_item(TableName=TABLE, Key=_typed({"pk": key}), ConsistentRead=True)
    except (BotoCoreError, ClientError) as error:
        raise UnavailableError(str(error)) from error
    return {name: TypeDeserializer().deserialize(value) for name, value in found.get("Item", {}).items()}


def put_new(key: str, **values: Any) -> Item:
    """A write of an item that is not there yet."""
    item = _typed({"pk": key, **values})
    return {"Put": {"TableName": TABLE, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def update(key: str, expression: str, condition: str | None = None, **values: Any) -> Item:
    """A write to an item. In both expressions `:name` is a value; `status` is a word of DynamoDB's own."""
    written = {
        "TableName": TABLE,
        "Key": _typed({"pk": key}),
        "UpdateExpression": expression,
        "ExpressionAttributeValues": _typed({f":{name}": value for name, value in values.items()}),
    }
    if condition:
        written["ConditionExpression"] = condition
    if "#status" in f"{expression}{condition}":
        written["ExpressionAttributeNames"] = {"#status": "status"}
    return {"Update": written}


def transact(*writes: Item) -> set[int]:
    """Write all or nothing. Returns the positions of the writes whose condition failed: none means done.

    Raises ConflictError when another transaction has the same items; the SDK does not repeat those.
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
    """
    try:
        dynamodb.transact_write_items(TransactItems=writes)
    except dynamodb.exceptions.TransactionCanceledException as cancelled:
        codes = [reason["Code"] for reason in cancelled.response["CancellationReasons"]]
        if "ConditionalCheckFailed" in codes:
            return {position for position, code in enumerate(codes) if code == "ConditionalCheckFailed"}
        raise ConflictError(str(codes)) from cancelled
    except (BotoCoreError, ClientError) as error:
        raise UnavailableError(str(error)) from error
    return set()


def _typed(values: Item) -> Item:
    return {name: TypeSerializer().serialize(value) for name, value in values.items()}
