"""Who is connected to a WebSocket API, and how to push to them: copy this file into your service.

Reads the variables that `serverless/websocket-api` has as its output `environment`.
"""

import os
import time
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

# Seconds. API Gateway ends a connection after two hours; what is left of it then, the table's expiry removes.
LONGEST = 2 * 60 * 60

_CONFIG = Config(connect_timeout=1, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
_table = boto3.resource("dynamodb", config=_CONFIG).Table(os.environ["CONNECTIONS_TABLE"])


def _address(url: str) -> str:
    """Where connections are posted to: `url`, or at an emulator the path that stands for it.

    https://docs.localstack.cloud/aws/services/apigateway/
    """
    emulator, parts = os.environ.get("AWS_ENDPOINT_URL"), urlsplit(url)
    if not emulator:
        return url
    return f"{emulator}/_aws/execute-api/{(parts.hostname or '').partition('.')[0]}{parts.path}"


@cache
def _management() -> Any:
    address = _address(os.environ["CONNECTIONS_URL"])
    return boto3.client("apigatewaymanagementapi", endpoint_url=address, config=_CONFIG)


def remember(connection_id: str, caller: str) -> None:
    """Note that `caller` is connected."""
    expires_at = int(time.time()) + LONGEST
    _table.put_item(Item={"connection_id": connection_id, "caller": caller, "expires_at": expires_at})


def forget(connection_id: str) -> None:
    """Note that a connection has ended; no error when that was known."""
    _table.delete_item(Key={"connection_id": connection_id})


def caller_of(connection_id: str) -> str | None:
    """Who is behind a connection, None when it is not known."""
    item = _table.get_item(Key={"connection_id": connection_id}).get("Item")
    return str(item["caller"]) if item else None


def of(caller: str) -> Iterator[str]:
    """The connections of one caller."""
    found = {
        "IndexName": "by-caller",
        "KeyConditionExpression": "caller = :caller",
        "ExpressionAttributeValues": {":caller": caller},
    }
    return _ids(_table.query, found)


def everyone() -> Iterator[str]:
    """All connections. Reads the whole table."""
    return _ids(_table.scan, {"ProjectionExpression": "connection_id"})


def push(connection_id: str, message: str) -> bool:
    """Send `message` to a connection; False when it is gone, which is then forgotten."""
    try:
        _management().post_to_connection(ConnectionId=connection_id, Data=message.encode())
    except _management().exceptions.GoneException:
        forget(connection_id)
        return False
    return True


def _ids(read: Any, request: dict[str, Any]) -> Iterator[str]:
    """Page by page."""
    while True:
        page = read(**request)
        yield from (item["connection_id"] for item in page["Items"])
        if "LastEvaluatedKey" not in page:
            return
        request = {**request, "ExclusiveStartKey": page["LastEvaluatedKey"]}
