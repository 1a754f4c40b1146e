"""Answers, consumes and fails, so that an example shows what its module does with each."""

import base64
import json
import os
import time
from typing import Any
from uuid import uuid4


class EchoError(Exception):
    """What `fail` raises: callers see its class by name."""


class DeclinedError(Exception):
    """A step that will fail again."""


class UnavailableError(Exception):
    """A step that may do better when it is tried again."""


def api(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers an event of a REST API, HTTP API (format 2.0), load balancer or Lattice with its content."""
    http = (event.get("requestContext") or {}).get("http", {})
    request = {
        "function": os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        "method": http.get("method", event.get("httpMethod", event.get("method"))),
        "path": event.get("rawPath", event.get("path")),
        "path_parameters": event.get("pathParameters") or {},
        "query": event.get("queryStringParameters") or {},
        "body": event.get("body"),
        "caller": (event.get("requestContext") or {}).get("authorizer"),
        "variables": event.get("stageVariables"),
    }
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(request),
    }


def page(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers a call of a function's URL with what it carried."""
    http = event["requestContext"]["http"]
    answer = {"method": http["method"], "path": http["path"], "body": event.get("body")}
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(answer),
    }


def authorize(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Lets in the partner called acme: to an HTTP API with a simple answer, to others with a policy."""
    if event.get("version") == "2.0":
        (caller,) = event["identitySource"]
        return {"isAuthorized": caller == "acme", "context": {"caller": caller}}
    caller = (event.get("queryStringParameters") or {}).get("caller", "")
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Allow" if caller == "acme" else "Deny",
        "Resource": event["methodArn"],
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": caller, "policyDocument": policy, "context": {"caller": caller}}


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


def strict(event: dict[str, Any], context: object) -> None:
    """Consumes a batch of a stream as a whole, and prints it; fails as a whole when "poison" is in it."""
    records = [_content(record) for record in event["Records"]]
    if any("poison" in record for record in records):
        raise EchoError("poison")
    for record in records:
        print(json.dumps({"consumed": record}))


def tally(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Counts the records of a tumbling window."""
    count = event.get("state", {}).get("count", 0) + len(event["Records"])
    print(json.dumps({"counted": count}))
    return {"state": {"count": count}}


def _content(record: dict[str, Any]) -> str:
    """What was put into a Kinesis stream, or a table's new item."""
    if "kinesis" in record:
        return base64.b64decode(record["kinesis"]["data"]).decode()
    return json.dumps(record["dynamodb"].get("NewImage"))


def transform(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Ends records of Firehose with a line break; drops those with "drop", refuses those with "poison"."""
    return {"records": [_transformed(record) for record in event["records"]]}


def _transformed(record: dict[str, Any]) -> dict[str, Any]:
    text = base64.b64decode(record["data"]).decode()
    result = "ProcessingFailed" if "poison" in text else "Dropped" if "drop" in text else "Ok"
    data = base64.b64encode(f"{text}\n".encode()).decode()
    return {"recordId": record["recordId"], "result": result, "data": data}


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
