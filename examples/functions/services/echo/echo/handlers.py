"""Answers, consumes and fails, so that an example shows what its module does with each."""

import json
from typing import Any


class EchoError(Exception):
    """What `fail` raises: callers see its class by name."""


def api(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers a REST API's proxy event with what it carried."""
    request = {
        "method": event.get("httpMethod"),
        "path": event.get("path"),
        "path_parameters": event.get("pathParameters") or {},
        "query": event.get("queryStringParameters") or {},
        "body": event.get("body"),
    }
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(request),
    }


def worker(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Consumes a batch of messages; those with "poison" in their body fail, and only they come again."""
    failed = [record["messageId"] for record in event["Records"] if "poison" in record["body"]]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def fail(event: dict[str, Any], context: object) -> None:
    """Fails each call."""
    raise EchoError(f"told to fail with {json.dumps(event)}")
