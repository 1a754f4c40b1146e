"""Answers, consumes and fails, so that an example shows what its module does with each."""

import json
import time
from typing import Any


class EchoError(Exception):
    """What `fail` raises: callers see its class by name."""


class DeclinedError(Exception):
    """A step that will fail again."""


class UnavailableError(Exception):
    """A step that may do better when it is tried again."""


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
    """Consumes a batch of messages or changes; those with "poison" in them fail, and only they come again."""
    failed = [record for record in event["Records"] if "poison" in json.dumps(record)]
    return {"batchItemFailures": [{"itemIdentifier": _identifier(record)} for record in failed]}


def _identifier(record: dict[str, Any]) -> str:
    """A message's id, or a change's place in its stream."""
    return str(record["dynamodb"]["SequenceNumber"] if "dynamodb" in record else record["messageId"])


def fail(event: dict[str, Any], context: object) -> None:
    """Fails each call."""
    raise EchoError(f"told to fail with {json.dumps(event)}")


def step(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Does one step of an order.

    The order's `fails` names steps that fail, with which error and for how many attempts; its `slow`, those
    that take their time, in seconds.
    """
    order = event["order"]
    time.sleep(order.get("slow", {}).get(event["step"], 0))
    failure = order.get("fails", {}).get(event["step"])
    if failure and event.get("attempt", 0) < failure.get("times", 100):
        raise {"DeclinedError": DeclinedError, "UnavailableError": UnavailableError}[failure["error"]](
            event["step"]
        )
    return {
        "step": event["step"],
        "order": order["id"],
        "attempt": event.get("attempt", 0),
        "item": event.get("item"),
    }


def enrich(events: list[dict[str, Any]], context: object) -> list[dict[str, Any]]:
    """Adds to each of a pipe's events what the function knows of it; fails when one is to fail."""
    if any("poison" in json.dumps(event) for event in events):
        raise EchoError(f"told to fail with {json.dumps(events)}")
    return [{**event, "enriched": True} for event in events]
