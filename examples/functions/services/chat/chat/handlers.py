"""A chat: `{"action": "send", "to": "ada", "text": "Hello"}` reaches Ada wherever she is connected."""

import json
from typing import Any

from chat import connections

Event = dict[str, Any]


def message(event: Event, context: object) -> dict[str, Any]:
    """Serves all routes of the API."""
    told = event["requestContext"]
    connection_id = told["connectionId"]
    if told["eventType"] == "CONNECT":
        connections.remember(connection_id, told["authorizer"]["principalId"])
    elif told["eventType"] == "DISCONNECT":
        connections.forget(connection_id)
    elif told["routeKey"] == "send":
        _send(connection_id, json.loads(event["body"]))
    else:
        return _answer({"error": 'write {"action": "send", "to": …, "text": …}'})
    return _answer({})


def announce(event: Event, context: object) -> dict[str, int]:
    """Pushes `text` to all who are connected, and tells how many were reached."""
    text = json.dumps({"announcement": event["text"]})
    return {"reached": sum(connections.push(each, text) for each in list(connections.everyone()))}


def _send(connection_id: str, request: Event) -> None:
    text = json.dumps({"from": connections.caller_of(connection_id), "text": request["text"]})
    for each in connections.of(request["to"]):
        connections.push(each, text)


def _answer(body: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": 200, "body": json.dumps(body)}
