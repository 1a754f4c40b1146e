"""The welcome list: which new users are to be welcomed. One item per user, `WELCOME#<user id>`.

Events come at least once and in any order. So an item remembers the version of the event it came from, and
only a later one replaces it; a deletion leaves a `cancelled` item behind, lest a late UserCreated bring the
user back. The table's TTL removes it when no message about the user can be left.
"""

import time
from contextlib import suppress
from typing import Any

from users.aws import TABLE_NAME, dynamodb, to_item

# A queue keeps a message 14 days at most, and its dead-letter queue as long again.
CANCELLED_FOR = 28 * 24 * 60 * 60  # seconds

_STATUS = {"UserCreated": "due", "UserDeleted": "cancelled"}


def record(detail_type: str, event: dict[str, Any]) -> str:
    """Bring the list up to date with one event; one that is older than what the list knows changes nothing.

    Returns the status the event asks for: `due` or `cancelled`.
    """
    status = _STATUS[detail_type]
    item = {
        "pk": f"WELCOME#{event['user_id']}",
        "user_id": event["user_id"],
        "status": status,
        "version": event["version"],
        "at": event["occurred_at"],
    }
    if status == "cancelled":
        item["expires_at"] = int(time.time()) + CANCELLED_FOR
    # A failed condition is fine: the list already knows this event or a later one.
    with suppress(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.put_item(
            TableName=TABLE_NAME,
            Item=to_item(item),
            ConditionExpression="attribute_not_exists(pk) OR version < :version",
            ExpressionAttributeValues=to_item({":version": event["version"]}),
        )
    return status
