"""The worker: makes a mail of each event about an order. Each kind comes through a queue of its own.

A message that fails is reported by itself and comes again, the rest of its batch is done; after its last
receive SQS moves it to the dead-letter queue. A message may come twice: its mail is written once.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import os
from contextlib import suppress
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

TABLE = os.environ["TABLE_MAILS"]
# Seconds. The SDK's standard retries wait with full jitter.
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 4})
_TEXTS = {
    "OrderConfirmed": "Your order {id} is on its way.",
    "OrderRefused": "Your order {id} could not be placed: {reason}",
}

logger = Logger()
dynamodb = boto3.client("dynamodb", config=_CONFIG)
# A batch that fails as a whole is reported like any other: an error of the function means a broken function.
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Lambda's entry point; needs ReportBatchItemFailures on its event source mapping."""
    return process_partial_response(event=event, record_handler=write, processor=processor, context=context)


def write(record: SQSRecord) -> None:
    """Write one mail. Raises when the message is no event of ours, or cannot be handled."""
    queue = record.event_source_arn.rpartition(":")[2]
    try:
        event: dict[str, Any] = record.json_body
        logger.set_correlation_id(event["trace_id"])
        mail = _TEXTS[event["type"]].format(**event)
        _keep(event, mail)
    except Exception:
        receives = record.attributes.approximate_receive_count
        logger.exception("message failed", message_id=record.message_id, queue=queue, receives=receives)
        raise
    logger.info("mail written", order_id=event["id"], type=event["type"], queue=queue)


def _keep(event: dict[str, Any], mail: str) -> None:
    item = {"pk": f"{event['id']} {event['type']}", "customer": event["customer"], "text": mail}
    # A failed condition is fine: the message came twice.
    with suppress(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.put_item(
            TableName=TABLE,
            Item={name: {"S": value} for name, value in item.items()},
            ConditionExpression="attribute_not_exists(pk)",
        )
