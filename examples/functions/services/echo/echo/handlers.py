"""Answers, consumes and fails, so that an example shows what its module does with each."""

import json
from typing import Any
from uuid import uuid4


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


USERS = {
    "1": {"id": "1", "name": "Ada", "email": "ada@example.com"},
    "2": {"id": "2", "name": "Nobody, who has no email"},
}


def graphql(event: dict[str, Any], context: object) -> dict[str, Any] | None:
    """Resolves a user, asked for as AppSync does by itself; or a quote, asked for by a mapping template."""
    arguments = event["arguments"]
    if "info" in event:
        return USERS.get(arguments["id"])
    if arguments["total"] < 0:
        raise EchoError(f"no quote for {arguments['total']}")
    discount = 0.1 if arguments["total"] >= 100 else 0.0
    return {"id": str(uuid4()), "total": arguments["total"], "discount": discount}


def worker(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Consumes a batch of messages or changes; those with "poison" in them fail, and only they come again."""
    failed = [record for record in event["Records"] if "poison" in json.dumps(record)]
    return {"batchItemFailures": [{"itemIdentifier": _identifier(record)} for record in failed]}


def _identifier(record: dict[str, Any]) -> str:
    """A message's id, or a change's place in its stream."""
    return str(record["dynamodb"]["SequenceNumber"] if "dynamodb" in record else record["messageId"])


def fail(event: dict[str, Any], context: object) -> None:
    """Fails each call."""
    raise EchoError(f"told to fail with {json.dumps(event)}")
