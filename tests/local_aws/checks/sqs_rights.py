"""Checks of what SQS asks of who uses a queue."""

import json
from typing import Any

from tests.local_aws.checks import check, disabled_key, name, queue, refused_as


@check
def rights_to_queues(aws: Any) -> bool:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName=name(), Attributes={"KmsMasterKeyId": disabled_key(aws)})["QueueUrl"]
    sent = refused_as(sqs.send_message, QueueUrl=url, MessageBody="m")
    received = refused_as(sqs.receive_message, QueueUrl=url)
    return sent == received == "KMS.DisabledException"


@check
def redrive_permissions(aws: Any) -> bool:
    sqs = aws.client("sqs")
    url, letters = queue(aws)
    one, other = name(), name()
    permission = {"redrivePermission": "byQueue", "sourceQueueArns": [letters.rpartition(":")[0] + f":{one}"]}
    allow = {"RedriveAllowPolicy": json.dumps(permission)}
    sqs.set_queue_attributes(QueueUrl=url, Attributes=allow)
    to = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": letters, "maxReceiveCount": 1})}
    sqs.create_queue(QueueName=one, Attributes=to)
    return refused_as(sqs.create_queue, QueueName=other, Attributes=to) == "InvalidParameterValue"
