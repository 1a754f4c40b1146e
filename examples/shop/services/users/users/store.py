"""Users in the service's DynamoDB table, and what keeps an e-mail address unique.

| pk | attributes | why |
|---|---|---|
| `USER#<id>` | id, name, email, created_at, version | the user; `email` puts it into the e-mail index |
| `EMAIL#<email>` | user_id | reserves the address; has no `email`, so the index never holds it |

An index cannot enforce uniqueness, so both items are written, and removed, in one transaction.
"""

import os
import time
from dataclasses import asdict

from users.aws import TABLE_NAME, Item, dynamodb, from_item, to_item
from users.model import User

EMAIL_INDEX = os.environ["EMAIL_INDEX"]

# Seconds to wait when another transaction holds one of the items; the SDK does not retry those.
_CONFLICT_PAUSES = (0.05, 0.2)


class EmailTakenError(Exception):
    """Another user has this e-mail address."""


def create(user: User) -> None:
    """Store a new user. Raises EmailTakenError when the address is in use."""
    refused = _transact(
        _put_new(_user_key(user.id), asdict(user)),
        _put_new(_email_key(user.email), {"user_id": user.id}),
    )
    if refused:
        raise EmailTakenError(user.email)


def get(user_id: str) -> User | None:
    """The user with this id; sees every write that was answered before."""
    key = to_item({"pk": _user_key(user_id)})
    found = dynamodb.get_item(TableName=TABLE_NAME, Key=key, ConsistentRead=True)
    return _user(found["Item"]) if "Item" in found else None


def find_by_email(email: str) -> User | None:
    """The user with this normalised address. An index follows its table within moments, not at once."""
    found = dynamodb.query(
        TableName=TABLE_NAME,
        IndexName=EMAIL_INDEX,
        KeyConditionExpression="email = :email",
        ExpressionAttributeValues=to_item({":email": email}),
    )
    return _user(found["Items"][0]) if found["Items"] else None


def delete(user: User) -> bool:
    """Remove the user and free its address. False when somebody else has removed or changed it meanwhile."""
    refused = _transact(
        _delete_if(_user_key(user.id), "version", user.version),
        _delete_if(_email_key(user.email), "user_id", user.id),
    )
    if refused == {1}:
        raise RuntimeError(f"user {user.id}'s e-mail address is reserved for another user, or for none")
    return not refused


def _transact(*writes: Item) -> set[int]:
    """Write all or nothing. Returns the positions of the writes whose condition failed: none means done."""
    for pause in (*_CONFLICT_PAUSES, None):
        try:
            dynamodb.transact_write_items(TransactItems=writes)
            return set()
        except dynamodb.exceptions.TransactionCanceledException as cancelled:
            codes = [reason["Code"] for reason in cancelled.response["CancellationReasons"]]
            if "ConditionalCheckFailed" in codes:
                return {position for position, code in enumerate(codes) if code == "ConditionalCheckFailed"}
            if pause is None or "TransactionConflict" not in codes:
                raise
            time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _put_new(key: str, values: Item) -> Item:
    item = to_item({"pk": key, **values})
    return {"Put": {"TableName": TABLE_NAME, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def _delete_if(key: str, attribute: str, value: str | int) -> Item:
    return {
        "Delete": {
            "TableName": TABLE_NAME,
            "Key": to_item({"pk": key}),
            "ConditionExpression": "#attribute = :value",
            "ExpressionAttributeNames": {"#attribute": attribute},
            "ExpressionAttributeValues": to_item({":value": value}),
        }
    }


def _user(item: Item) -> User:
    values = from_item(item)
    return User(
        id=values["id"],
        name=values["name"],
        email=values["email"],
        created_at=values["created_at"],
        version=int(values["version"]),
    )


def _user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def _email_key(email: str) -> str:
    return f"EMAIL#{email}"
