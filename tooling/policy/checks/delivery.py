"""What cannot be delivered is kept, and receiving does not cost a request per look."""

from tooling.policy.rule import Block, Rule, Unknown, is_known

DEAD_LETTERS = Rule(
    "PLATFORM_DEAD_LETTERS",
    "What cannot be processed is kept in a dead-letter queue",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
)
LONG_POLLING = Rule(
    "PLATFORM_LONG_POLLING",
    "Receivers wait for messages instead of asking again and again",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html",
)

_UNATTENDED = {"sqs", "lambda", "http", "https", "firehose"}


@DEAD_LETTERS.on(
    "aws_sqs_queue",
    fix="Write redrive_policy with a second queue and maxReceiveCount; give that one redrive_allow_policy.",
)
def queue(queue: Block) -> bool:
    if queue.has("redrive_policy") or _holds_dead_letters(queue):
        return True
    if queue.beside("aws_sqs_queue_redrive_policy"):
        raise Unknown
    return False


@DEAD_LETTERS.on(
    "aws_cloudwatch_event_target",
    fix="Write dead_letter_config { arn = … } with a queue that EventBridge may send to.",
)
def event_target(target: Block) -> bool:
    return bool(target.blocks("dead_letter_config"))


@DEAD_LETTERS.on(
    "aws_scheduler_schedule",
    fix="Write dead_letter_config { arn = … } in target, with a queue that the role may send to.",
)
def schedule(schedule: Block) -> bool:
    return all(target.blocks("dead_letter_config") for target in schedule.blocks("target"))


@DEAD_LETTERS.on(
    "aws_sns_topic_subscription",
    fix="Write redrive_policy = jsonencode({ deadLetterTargetArn = … }) with a queue.",
)
def subscription(subscription: Block) -> bool:
    return subscription.get("protocol") not in _UNATTENDED or subscription.has("redrive_policy")


@DEAD_LETTERS.on(
    "aws_lambda_event_source_mapping",
    fix="Write destination_config { on_failure { destination_arn = … } }: a failed batch is lost otherwise.",
)
def stream_consumer(mapping: Block) -> bool:
    # Only streams have a starting position; a queue's failures go to the queue's own dead letters.
    return not mapping.has("starting_position") or bool(mapping.blocks("destination_config"))


@LONG_POLLING.on("aws_sqs_queue", fix="Write receive_wait_time_seconds = 20.")
def waiting(queue: Block) -> bool:
    return queue.number("receive_wait_time_seconds") > 0


def _holds_dead_letters(queue: Block) -> bool:
    if queue.has("redrive_allow_policy"):
        return True
    names = [queue.name, *(str(name) for name in queue.items("name") if is_known(name))]
    return any(
        word in name.lower().replace("_", "-")
        for name in names
        for word in ("dlq", "dead-letter", "deadletter")
    )
