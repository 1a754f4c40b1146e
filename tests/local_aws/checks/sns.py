"""Checks of the corrections in `corrections/topics.py`."""

import json
from typing import Any

from tests.local_aws.checks import ACCOUNT, check, eventually, name


@check
def subscription_dead_letters(aws: Any) -> bool:
    sns, sqs = aws.client("sns"), aws.client("sqs")
    topic = sns.create_topic(Name=name())["TopicArn"]
    url = sqs.create_queue(QueueName=name())["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": queue})}
    for protocol, gone in (("sqs", "gone"), ("lambda", "function:gone")):
        endpoint = f"arn:aws:{protocol}:eu-west-1:{ACCOUNT}:{gone}"
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint, Attributes=redrive)
    sns.publish(TopicArn=topic, Message="lost")
    found: list[str] = []

    def both() -> bool:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        found.extend(json.loads(message["Body"])["Message"] for message in messages)
        return len(found) == 2

    return eventually(both, 3) and found == ["lost", "lost"]
