"""Publishes the events of the outbox, the oldest first, each at least once.

An event leaves the outbox in the transaction that publishes it: a relay that dies in between publishes
it again. Of relays side by side, one has the rows, and the others find none.
"""

import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from products import database

_MOST = 10  # entries of a PutEvents
_CONFIG = Config(connect_timeout=1, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})

logger = Logger()
events = boto3.client("events", config=_CONFIG)


class NotPublishedError(Exception):
    """The bus took the request but not the event; it stays in the outbox."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point, by the clock. Returns how many events were published."""
    published = 0
    while count := publish():
        published += count
    logger.info("relayed", published=published)
    return {"published": published}


def publish() -> int:
    """Publish the oldest events. Returns how many."""
    with database.transaction() as work:
        rows = work.run(
            f"SELECT id, type, detail FROM outbox ORDER BY id LIMIT {_MOST} FOR UPDATE SKIP LOCKED"
        )
        if not rows:
            return 0
        entries = [
            {
                "EventBusName": os.environ["EVENT_BUS_NAME"],
                "Source": "shop.products",
                "DetailType": kind,
                "Detail": detail,
            }
            for _, kind, detail in rows
        ]
        answer = events.put_events(Entries=entries)
        if answer["FailedEntryCount"]:
            raise NotPublishedError([each["ErrorCode"] for each in answer["Entries"] if "ErrorCode" in each])
        for id, _, _ in rows:
            work.run("DELETE FROM outbox WHERE id = :id", id=id)
    return len(rows)
