"""What SQS asks of who uses a queue: the queue's policy, its key, and whose dead letters it takes."""

import json
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import sqs

from local_aws.authorisation import callers
from local_aws.authorisation.deliveries import Sender, denied
from local_aws.authorisation.rights import authorise, source
from local_aws.corrections import correction

Record = dict[str, Any]
_READS = frozenset({"sqs:ReceiveMessage"})
_WRITES = frozenset({"sqs:SendMessage"})


@correction
def rights_to_queues() -> None:
    """AWS: services and the account's root are bound by a queue's policy, and all by its key.

    MiniStack: has an evaluation of its own for both, and knows no keys.
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
    """
    callers.mark_calls(sqs)

    def queue_policy_allows(queue: str, service: str, source_arn: str, account: str) -> bool:
        sent = source(source_arn, account)
        return denied(Sender.as_itself(service, source_arn, context=sent), queue) is None

    def enforce(queue: Record, action: str) -> None:
        principal = callers.caller(sqs)
        if principal is None:
            return  # another service, which has been asked by what it does
        arn = queue["attributes"]["QueueArn"]
        # Everybody else has been asked before the call was read.
        if principal.kind == "root" and not authorise(principal, action, arn, callers.connection()).allowed:
            address = f"https://sqs.{get_region()}.amazonaws.com/"
            raise sqs._Err("AccessDenied", f"Access to the resource {address} is denied.", 403)
        failure = None
        if action in _READS:
            failure = callers.reader_denied(principal, arn)
        if action in _WRITES:
            failure = callers.writer_denied(principal, arn)
        if failure is not None:
            raise sqs._Err(f"Kms{callers.failure_of(failure)}", callers.message_of(failure, principal, arn))

    sqs.queue_policy_allows, sqs._enforce_queue_policy = queue_policy_allows, enforce
    # As the service says it in its API, where its model says it otherwise.
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors
    sqs._QUERY_COMPAT_CODES |= {
        "KmsAccessDenied": "KMS.AccessDeniedException",
        "KmsDisabled": "KMS.DisabledException",
        "KmsInvalidState": "KMS.InvalidStateException",
        "KmsNotFound": "KMS.NotFoundException",
    }


@correction
def redrive_permissions() -> None:
    """AWS: a queue says which queues may use it for their dead letters. MiniStack: keeps that, no more.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue.html
    """
    create, change, sweep = sqs._act_create_queue, sqs._act_set_queue_attributes, sqs._dlq_sweep

    def refuse(attributes: Record, queue: str) -> None:
        text = str(attributes.get("RedrivePolicy") or "")
        if text and not _takes(_letters(text), queue):
            raise sqs._Err(
                "InvalidParameterValue",
                f"Value {text} for parameter RedrivePolicy is invalid. "
                f"Reason: Dead letter target does not allow {queue} as a source queue.",
            )

    def create_queue(data: Record, url: str) -> Record:
        refuse(
            data.get("Attributes") or {},
            f"arn:aws:sqs:{get_region()}:{get_account_id()}:{data.get('QueueName')}",
        )
        made: Record = create(data, url)
        return made

    def set_attributes(data: Record, url: str) -> Record:
        queue = sqs._get_q(data.get("QueueUrl", url))
        refuse(data.get("Attributes") or {}, queue["attributes"]["QueueArn"])
        changed: Record = change(data, url)
        return changed

    def sweep_if_allowed(queue: Record) -> None:
        attributes = queue["attributes"]
        if _takes(_letters(attributes.get("RedrivePolicy") or ""), attributes["QueueArn"]):
            sweep(queue)

    sqs._act_create_queue, sqs._act_set_queue_attributes = create_queue, set_attributes
    sqs._dlq_sweep = sweep_if_allowed
    sqs._HANDLERS |= {"CreateQueue": create_queue, "SetQueueAttributes": set_attributes}


def _letters(redrive_policy: str) -> str:
    """ARN of the dead-letter queue; "" without one."""
    try:
        return str(json.loads(redrive_policy)["deadLetterTargetArn"])
    except (ValueError, KeyError, TypeError):
        return ""


def _takes(letters: str, queue: str) -> bool:
    """Whether a dead-letter queue lets another queue use it; one that is not there is not asked."""
    found = sqs._queue_by_arn(letters) if letters else None
    allowed = json.loads((found or {}).get("attributes", {}).get("RedriveAllowPolicy") or "{}")
    permission = allowed.get("redrivePermission", "allowAll")
    return permission == "allowAll" or (
        permission == "byQueue" and queue in allowed.get("sourceQueueArns", [])
    )
