"""Forgets all counts, and has the bus replay what it archived since a time; the counts then come back.

The archive takes some minutes to have what was published last; events that come live meanwhile are counted,
too, and once. Other consumers of these events get them again, with `replay-name` in them.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html
"""

import os
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from carts.aws import dynamodb, events

TABLE = os.environ["TABLE_DEMAND"]

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point: `since` is the time (ISO 8601) from which on events are replayed."""
    forgotten = _forget()
    name = f"carts-{context.aws_request_id}"
    events.start_replay(
        ReplayName=name,
        EventSourceArn=os.environ["ARCHIVE_ARN"],
        EventStartTime=datetime.fromisoformat(event["since"]),
        EventEndTime=datetime.now(UTC),
        Destination={"Arn": os.environ["EVENT_BUS_ARN"]},
    )
    logger.info("replaying", replay=name, forgotten=forgotten)
    return {"replay": name, "forgotten": forgotten}


def _forget() -> int:
    keys = [
        item["pk"]
        for page in dynamodb.get_paginator("scan").paginate(TableName=TABLE, ProjectionExpression="pk")
        for item in page["Items"]
    ]
    for key in keys:
        dynamodb.delete_item(TableName=TABLE, Key={"pk": key})
    return len(keys)
