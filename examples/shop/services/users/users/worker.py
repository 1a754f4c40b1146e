"""The worker: follows the service's own events, which come through a queue, and keeps the welcome list.

A message that fails is reported by itself and stays on the queue, the rest of its batch is done; after its
last receive SQS moves it to the dead-letter queue. So a message nobody can read ends there.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig, idempotent_function
from aws_lambda_powertools.utilities.typing import LambdaContext
from aws_lambda_powertools.utilities.validation import SchemaValidationError, validate

from users import schemas, welcome
from users.aws import idempotency_store

logger = Logger()

# A batch that fails as a whole is reported like any other: an error of the function means a broken function.
processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

# By the event's own id: the bus gives one event a new id each time its publisher sends it again.
idempotency = IdempotencyConfig(
    event_key_jmespath="detail.event_id",
    raise_on_no_idempotency_key=True,
    expires_after_seconds=welcome.CANCELLED_FOR,
    hash_function="sha256",
)


class UnreadableMessageError(Exception):
    """The message is not one of our events."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Lambda's entry point; needs ReportBatchItemFailures on its event source mapping."""
    idempotency.register_lambda_context(context)
    return process_partial_response(event=event, record_handler=follow, processor=processor, context=context)


def follow(record: SQSRecord) -> None:
    """Act on one message. Raises when it cannot be read or handled."""
    try:
        _follow_once(envelope=_read(record))
    except Exception:
        receives = record.attributes.approximate_receive_count
        logger.exception("message failed", message_id=record.message_id, receives=receives)
        raise


def _read(record: SQSRecord) -> dict[str, Any]:
    envelope: dict[str, Any] = record.json_body
    try:
        validate(event=envelope, schema=schemas.ENVELOPE)
    except SchemaValidationError as error:
        # Its own message quotes the data, a person's address included.
        raise UnreadableMessageError(f"{error.name} breaks the rule {error.rule}") from None
    return envelope


def _follow(envelope: dict[str, Any]) -> None:
    detail = envelope["detail"]
    status = welcome.record(envelope["detail-type"], detail)
    logger.info("followed", user_id=detail["user_id"], event_id=detail["event_id"], status=status)


_follow_once = idempotent_function(
    _follow,
    data_keyword_argument="envelope",
    persistence_store=idempotency_store(),
    config=idempotency,
    key_prefix="IDEMPOTENCY#follow-event",
)
