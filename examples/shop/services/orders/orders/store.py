"""Orders in the service's DynamoDB table, one item each: draft (JSON), status, reason, total_cents, parcel.

PLACED -> CONFIRMED        by the workflow's last step
PLACED -> REFUSED          with the reason; a parcel that was booked is cancelled
"""

import json
import os
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

TABLE = os.environ["TABLE_ORDERS"]
# Seconds. The SDK's standard retries wait with full jitter.
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 4})

dynamodb = boto3.client("dynamodb", config=_CONFIG)


class UnavailableError(Exception):
    """The table did not answer. Ask again."""


def put_new(order: dict[str, Any]) -> dict[str, Any] | None:
    """Store a new order. Returns the one that has this id already, or None."""
    item = {name: {"S": order[name]} for name in ("id", "status", "trace_id")}
    try:
        dynamodb.put_item(
            TableName=TABLE,
            Item={**item, "draft": {"S": json.dumps(order["draft"])}},
            ConditionExpression="attribute_not_exists(id)",
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return get(order["id"])
    return None


def get(order: str) -> dict[str, Any] | None:
    """An order as it is now, None where there is none."""
    found = dynamodb.get_item(TableName=TABLE, Key={"id": {"S": order}}, ConsistentRead=True).get("Item")
    if found is None:
        return None
    texts = {name: value["S"] for name, value in found.items() if "S" in value}
    numbers = {name: int(value["N"]) for name, value in found.items() if "N" in value}
    return {**texts, **numbers, "draft": json.loads(texts["draft"])}


def change(order: str, **values: str | int) -> None:
    """Set attributes of an order that is there. To set the same again changes nothing."""
    typed = {
        f":{name}": {"N": str(value)} if isinstance(value, int) else {"S": value}
        for name, value in values.items()
    }
    try:
        dynamodb.update_item(
            TableName=TABLE,
            Key={"id": {"S": order}},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
            ConditionExpression="attribute_exists(id)",
            ExpressionAttributeNames={f"#{name}": name for name in values},
            ExpressionAttributeValues=typed,
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        raise
    except (BotoCoreError, ClientError) as error:
        raise UnavailableError(str(error)) from error
