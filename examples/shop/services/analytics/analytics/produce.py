"""Puts sales into the stream. Those of one customer have one partition key, so one consumer after the other
has them, in the order in which the stream took them.

Of a batch that is taken, some records may be refused for being too many for their shard: they are sent again.
https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
"""

import json
import os
import random
import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

# Seconds. The SDK's standard retries wait with full jitter.
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 4})
_ATTEMPTS = 6

logger = Logger()
kinesis = boto3.client("kinesis", config=_CONFIG)


class NotTakenError(Exception):
    """The stream refused records to the last attempt."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point: `sales` is a list of {customer, cents, id}, at most 500."""
    put(event["sales"])
    logger.info("put", sales=len(event["sales"]))
    return {"taken": len(event["sales"])}


def put(sales: list[dict[str, Any]]) -> None:
    """Put all of them. Raises NotTakenError when some are refused each time; the others are in the stream."""
    waiting = [{"Data": json.dumps(sale).encode(), "PartitionKey": sale["customer"]} for sale in sales]
    for attempt in range(_ATTEMPTS):
        answer = kinesis.put_records(StreamName=os.environ["STREAM_NAME"], Records=waiting)
        waiting = [
            record for record, result in zip(waiting, answer["Records"], strict=True) if "ErrorCode" in result
        ]
        if not waiting:
            return
        # Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
        time.sleep(random.uniform(0, min(2, 0.05 * 2**attempt)))
    raise NotTakenError(f"{len(waiting)} of {len(sales)}")
