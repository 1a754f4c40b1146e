"""DynamoDB and EventBridge in memory, behind botocore, which checks and serialises requests as for AWS.

It knows the handful of operations and expressions that the users service sends, and refuses any other.
"""

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from botocore import xform_name

Item = dict[str, Any]
Answer = tuple[SimpleNamespace, dict[str, Any]]


class FakeAws:
    """Register with a client by `attach`. `items` is the table, `published` the entries the bus took."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.published: list[dict[str, Any]] = []
        self.bus_failures = 0  # how many of the next PutEvents entries to refuse
        self.conflicts = 0  # how many of the next transactions to cancel as conflicting
        self.broken = False  # whether every call fails

    def attach(self, client: Any) -> None:
        client.meta.events.register("before-call", self._call)

    def detach(self, client: Any) -> None:
        client.meta.events.unregister("before-call", self._call)

    def _call(self, model: Any, params: dict[str, Any], **_: Any) -> Answer:
        if self.broken:
            return _error("InternalServerError", secret="internals of the table")
        operation: Callable[[dict[str, Any]], Answer] = getattr(self, f"_{xform_name(model.name)}")
        return operation(json.loads(params["body"]))

    def _get_item(self, body: dict[str, Any]) -> Answer:
        item = self.items.get(body["Key"]["pk"]["S"])
        return _ok({"Item": item} if item else {})

    def _query(self, body: dict[str, Any]) -> Answer:
        assert body["KeyConditionExpression"] == "email = :email"
        wanted = body["ExpressionAttributeValues"][":email"]
        return _ok({"Items": [item for item in self.items.values() if item.get("email") == wanted]})

    def _put_item(self, body: dict[str, Any]) -> Answer:
        old = self.items.get(body["Item"]["pk"]["S"], {})
        if not _holds(body, old):
            return _error("ConditionalCheckFailedException", Item=old)
        self.items[body["Item"]["pk"]["S"]] = body["Item"]
        return _ok()

    def _update_item(self, body: dict[str, Any]) -> Answer:
        item = self.items.setdefault(body["Key"]["pk"]["S"], dict(body["Key"]))
        for assignment in body["UpdateExpression"].removeprefix("SET ").split(", "):
            name, value = assignment.split(" = ")
            item[body["ExpressionAttributeNames"][name]] = body["ExpressionAttributeValues"][value]
        return _ok()

    def _delete_item(self, body: dict[str, Any]) -> Answer:
        self.items.pop(body["Key"]["pk"]["S"], None)
        return _ok()

    def _transact_write_items(self, body: dict[str, Any]) -> Answer:
        if self.conflicts:
            self.conflicts -= 1
            return _cancelled(["TransactionConflict" for _ in body["TransactItems"]])
        writes = [(kind, write) for item in body["TransactItems"] for kind, write in item.items()]
        keys = [write.get("Key", write.get("Item"))["pk"]["S"] for _, write in writes]
        held = [_holds(write, self.items.get(key, {})) for key, (_, write) in zip(keys, writes, strict=True)]
        if not all(held):
            return _cancelled(["None" if ok else "ConditionalCheckFailed" for ok in held])
        for key, (kind, write) in zip(keys, writes, strict=True):
            if kind == "Put":
                self.items[key] = write["Item"]
            else:
                del self.items[key]
        return _ok()

    def _put_events(self, body: dict[str, Any]) -> Answer:
        if self.bus_failures:
            self.bus_failures -= 1
            return _ok({"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]})
        self.published += body["Entries"]
        return _ok({"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]})


def _ok(body: dict[str, Any] | None = None) -> Answer:
    return SimpleNamespace(status_code=200, headers={}), body or {}


def _error(code: str, **more: Any) -> Answer:
    return SimpleNamespace(status_code=400, headers={}), {"Error": {"Code": code, "Message": code}, **more}


def _cancelled(codes: list[str]) -> Answer:
    return _error("TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])


_TOKEN = re.compile(r"attribute_not_exists|attribute_exists|AND|OR|[#:]?\w+|[()<=]|\s+")


def _holds(body: dict[str, Any], item: Item) -> bool:
    """Whether the item meets the request's ConditionExpression, by the few operators in use."""
    if "ConditionExpression" not in body:
        return True
    names = body.get("ExpressionAttributeNames", {})
    values = body.get("ExpressionAttributeValues", {})
    absent = object()

    def translated(token: str) -> str:
        if token.startswith(":"):
            return repr(_plain(values[token]))
        if word := {"AND": "and", "OR": "or", "=": "==", "<": "<", "attribute_exists": "present"}.get(token):
            return word
        if token == "attribute_not_exists":
            return "not present"
        return token if not token.strip(" ()") else f"value({names.get(token, token)!r})"

    def value(name: str) -> Any:
        return _plain(item[name]) if name in item else absent

    expression = body["ConditionExpression"]
    assert "".join(_TOKEN.findall(expression)) == expression
    python = "".join(translated(token) for token in _TOKEN.findall(expression))
    known = {"value": value, "present": lambda found: found is not absent}
    try:
        return bool(eval(python, known))
    except TypeError:  # an absent attribute compares as false
        return False


def _plain(value: dict[str, Any]) -> Any:
    ((kind, plain),) = value.items()
    return int(plain) if kind == "N" else plain
