"""SQS: who may use a queue, by its policy and by its key."""

from ministack.core.responses import request_scope
from ministack.services import sqs

from local_aws.authorisation import keys
from local_aws.authorisation.deliveries import target_key
from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy


@resource_policy("sqs")
def of_queue(arn: str) -> tuple[Policy, ...]:
    """The policy of a queue.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html
    """
    queue = sqs._queue_by_arn(arn)
    text = queue["attributes"].get("Policy") if queue else None
    return (Policy(f"queue {queue['name']}: policy", as_document(text)),) if queue and text else ()


@target_key("sqs")
def key_of_queue(arn: str) -> str | None:
    """The key of a queue with SSE-KMS."""
    queue = sqs._queue_by_arn(arn)
    key = queue["attributes"].get("KmsMasterKeyId") if queue else None
    if not key:
        return None
    with request_scope(*reversed(arn.split(":")[3:5])):
        return keys.key_arn(key) or key
