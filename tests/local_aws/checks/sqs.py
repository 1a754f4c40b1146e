"""SQS: whether a local AWS does as AWS does."""

import json
from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import check, eventually, name


@check
def message_moves(aws: Any) -> bool:
    sqs = aws.client("sqs")

    def make(**attributes: str) -> tuple[str, str]:
        url = sqs.create_queue(QueueName=name(), Attributes=attributes)["QueueUrl"]
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return url, found["Attributes"]["QueueArn"]

    def bodies(url: str) -> set[str]:
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return {message["Body"] for message in found.get("Messages", [])}

    letters, letters_arn = make(VisibilityTimeout="0")
    redrive = json.dumps({"deadLetterTargetArn": letters_arn, "maxReceiveCount": 1})
    origin, origin_arn = make(RedrivePolicy=redrive)
    other, other_arn = make()
    for body in ("one", "two", "three"):
        sqs.send_message(QueueUrl=origin, MessageBody=body)
    sqs.receive_message(QueueUrl=origin, MaxNumberOfMessages=10, VisibilityTimeout=0)
    sqs.receive_message(QueueUrl=origin)  # now they have been received too often
    dead = bodies(letters) == {"one", "two", "three"}

    slow = sqs.start_message_move_task(
        SourceArn=letters_arn, DestinationArn=other_arn, MaxNumberOfMessagesPerSecond=1
    )["TaskHandle"]
    shown = sqs.list_message_move_tasks(SourceArn=letters_arn)["Results"][0]
    moved = sqs.cancel_message_move_task(TaskHandle=slow)["ApproximateNumberOfMessagesMoved"]
    sqs.start_message_move_task(SourceArn=letters_arn)

    def ended() -> bool:
        tasks = sqs.list_message_move_tasks(SourceArn=letters_arn, MaxResults=10)["Results"]
        return [task["Status"] for task in tasks] == ["COMPLETED", "CANCELLED"]

    refused = set()
    for call, request in (
        (sqs.cancel_message_move_task, {"TaskHandle": slow}),
        (sqs.start_message_move_task, {"SourceArn": origin_arn}),
        (sqs.start_message_move_task, {"SourceArn": f"{origin_arn}-absent"}),
    ):
        try:
            call(**request)
        except ClientError as problem:
            refused.add(problem.response["Error"]["Code"])
    return (
        dead
        and (shown["TaskHandle"], shown["Status"]) == (slow, "RUNNING")
        and eventually(ended, 3)
        and bodies(letters) == set()
        and len(bodies(other)) == moved == 1
        and bodies(origin) | {"one"} == {"one", "two", "three"}
        and refused == {"ResourceNotFoundException", "InvalidParameterValue"}
    )
