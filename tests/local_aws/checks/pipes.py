"""Checks of the corrections of EventBridge Pipes."""

import json
from typing import Any

from tests.local_aws.checks import ROLE, check, deploy, document, eventually, name


def _queue(aws: Any) -> tuple[str, str]:
    url = aws.client("sqs").create_queue(QueueName=name())["QueueUrl"]
    return url, f"arn:aws:sqs:eu-west-1:000000000000:{url.rpartition('/')[2]}"


@check
def pipe_settings(aws: Any) -> bool:
    pipes = aws.client("pipes")
    (_, source), (_, target), pipe = _queue(aws), _queue(aws), name()
    settings: dict[str, Any] = {
        "Enrichment": f"arn:aws:lambda:eu-west-1:000000000000:function:{name()}",
        "EnrichmentParameters": {"InputTemplate": "<$.body>"},
        "KmsKeyIdentifier": "alias/pipes",
        "SourceParameters": {"SqsQueueParameters": {"BatchSize": 3, "MaximumBatchingWindowInSeconds": 1}},
        "TargetParameters": {"InputTemplate": "<$.body>"},
    }
    pipes.create_pipe(
        Name=pipe, Source=source, Target=target, RoleArn=ROLE, DesiredState="STOPPED", **settings
    )
    made = pipes.describe_pipe(Name=pipe)
    pipes.update_pipe(Name=pipe, RoleArn=ROLE, SourceParameters={"SqsQueueParameters": {"BatchSize": 4}})
    updated = pipes.describe_pipe(Name=pipe)["SourceParameters"]["SqsQueueParameters"]
    return bool(
        {key: made.get(key) for key in settings} == settings
        and updated == {"BatchSize": 4, "MaximumBatchingWindowInSeconds": 1}
    )


@check
def pipe_deliveries(aws: Any) -> bool:
    sqs = aws.client("sqs")
    (source_url, source), (target_url, target) = _queue(aws), _queue(aws)
    function = deploy(
        aws, "def handler(events, context): return [{**e, 'seen': len(events)} for e in events]"
    )
    aws.client("pipes").create_pipe(
        Name=name(),
        Source=source,
        Target=target,
        RoleArn=ROLE,
        Enrichment=f"arn:aws:lambda:eu-west-1:000000000000:function:{function}",
        EnrichmentParameters={"InputTemplate": '{"order": <$.body.order>, "note": "<$.body.total> in all"}'},
        SourceParameters={
            "FilterCriteria": {
                "Filters": [{"Pattern": json.dumps({"body": {"total": [{"numeric": [">", 9]}]}})}]
            }
        },
    )
    for total in (9, 10):
        sqs.send_message(QueueUrl=source_url, MessageBody=json.dumps({"order": f"o-{total}", "total": total}))
    got: list[Any] = []

    def arrived() -> bool:
        got.extend(sqs.receive_message(QueueUrl=target_url).get("Messages", []))
        return bool(got)

    if not eventually(arrived, 15):
        return False
    left = sqs.get_queue_attributes(QueueUrl=source_url, AttributeNames=["All"])["Attributes"]
    return [json.loads(message["Body"]) for message in got] == [
        {"order": "o-10", "note": "10 in all", "seen": 1}
    ] and left["ApproximateNumberOfMessages"] == "0"


@check
def roles_of_pipes(aws: Any) -> bool:
    pipes, iam = aws.client("pipes"), aws.client("iam")
    (_, source), (_, target) = _queue(aws), _queue(aws)

    def state(service: str, action: str) -> tuple[str, str]:
        called = name()
        trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        role = iam.create_role(RoleName=called, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
        rights = {"Effect": "Allow", "Action": action, "Resource": "*"}
        iam.put_role_policy(RoleName=called, PolicyName="any", PolicyDocument=document(rights))
        pipes.create_pipe(Name=called, Source=source, Target=target, RoleArn=role)
        made = pipes.describe_pipe(Name=called)
        pipes.delete_pipe(Name=called)
        return made["CurrentState"], made.get("StateReason", "")

    return (
        state("pipes.amazonaws.com", "sqs:*") == ("RUNNING", "")
        and state("lambda.amazonaws.com", "sqs:*")[0] == "CREATE_FAILED"
        and state("pipes.amazonaws.com", "sqs:SendMessage")[1].endswith(
            "The provided customer role does not have permissions to call ReceiveMessage on SQS"
        )
    )
