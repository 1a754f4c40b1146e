"""The AWS clients, made once per execution environment so that warm invocations reuse their connections.

Endpoint, region and credentials come from AWS's usual environment variables only.
"""

import os
from typing import Any

import boto3
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config

# Seconds. The defaults (60 s, and no end to slow retries) outlive the function and the caller.
CONFIG = Config(connect_timeout=1, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})

TABLE_NAME = os.environ["TABLE_NAME"]

dynamodb = boto3.client("dynamodb", config=CONFIG)
events = boto3.client("events", config=CONFIG)

Item = dict[str, Any]


def to_item(values: Item) -> Item:
    """Python values as DynamoDB's typed attributes."""
    return {name: TypeSerializer().serialize(value) for name, value in values.items()}


def from_item(item: Item) -> Item:
    """DynamoDB's typed attributes as Python values; numbers become Decimal."""
    return {name: TypeDeserializer().deserialize(value) for name, value in item.items()}


def idempotency_store() -> DynamoDBPersistenceLayer:
    """Powertools' idempotency records, kept in the service's own table until its TTL removes them.

    One per decorated function: the layer keeps the configuration of the first function it serves.
    """
    return DynamoDBPersistenceLayer(
        table_name=TABLE_NAME, key_attr="pk", expiry_attr="expires_at", boto3_client=dynamodb
    )
