"""Answers, consumes and fails, so that an example shows what its module does with each."""

import json
from typing import Any


class EchoError(Exception):
    """What `fail` raises: callers see its class by name."""


def api(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers the proxy event of a REST API, or of an HTTP API (format 2.0), with what it carried."""
    http = event["requestContext"]["http"] if event.get("version") == "2.0" else {}
    request = {
        "method": http.get("method", event.get("httpMethod")),
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
