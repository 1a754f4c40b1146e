"""The AWS clients, and Python values as DynamoDB's."""

from decimal import Decimal
from typing import Any

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config

# Seconds. The SDK's standard retries wait with full jitter.
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 4})

dynamodb = boto3.client("dynamodb", config=_CONFIG)
events = boto3.client("events", config=_CONFIG)


def to_item(values: dict[str, Any]) -> dict[str, Any]:
    return {name: TypeSerializer().serialize(value) for name, value in values.items()}


def from_item(item: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(TypeDeserializer().deserialize(value)) for name, value in item.items()}


def _plain(value: Any) -> Any:
    """All our numbers are whole."""
    if isinstance(value, Decimal):
        return int(value)
    return {name: _plain(part) for name, part in value.items()} if isinstance(value, dict) else value
