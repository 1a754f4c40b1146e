"""Checks of the corrections of EventBridge."""

import json
from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import (
    ACCOUNT,
    ROLE,
    bodies,
    check,
    deploy,
    disabled_key,
    name,
    queue,
    refused_as,
    user,
)


def _rule(aws: Any, *targets: dict[str, Any]) -> str:
    """A bus whose events all go to the targets."""
    events, bus = aws.client("events"), name()
    events.create_event_bus(Name=bus)
    events.put_rule(Name=bus, EventBusName=bus, EventPattern='{"source": ["shop"]}')
    named = [{"Id": str(at), **each} for at, each in enumerate(targets)]
    events.put_targets(Rule=bus, EventBusName=bus, Targets=named)
    return bus


def _put(aws: Any, bus: str) -> None:
    entry = {"Source": "shop", "DetailType": "Sold", "Detail": '{"id": 1}', "EventBusName": bus}
    aws.client("events").put_events(Entries=[entry])


@check
def rule_dead_letters(aws: Any) -> bool:
    (url, letters), (unwilling_url, unwilling) = queue(aws, "events"), queue(aws)
    gone = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:gone"
    dead_letters = {"DeadLetterConfig": {"Arn": letters}}
    _put(aws, _rule(aws, {"Arn": gone, **dead_letters}, {"Arn": unwilling, **dead_letters}))
    found = aws.client("sqs").receive_message(
        QueueUrl=url, MessageAttributeNames=["All"], MaxNumberOfMessages=10, WaitTimeSeconds=1
    )
    dead = {
        message["MessageAttributes"]["TARGET_ARN"]["StringValue"]: (
            message["MessageAttributes"]["ERROR_CODE"]["StringValue"],
            json.loads(message["Body"])["detail"],
        )
        for message in found["Messages"]
    }
    return (
        dead == {gone: ("NO_RESOURCE", {"id": 1}), unwilling: ("NO_PERMISSIONS", {"id": 1})}
        and bodies(aws, unwilling_url) == []
    )


@check
def targets_that_need_roles(aws: Any) -> bool:
    kinesis, called = aws.client("kinesis"), name()
    kinesis.create_stream(StreamName=called, ShardCount=1)
    stream = f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/{called}"
    _rule(aws, {"Arn": stream, "RoleArn": ROLE})
    return refused_as(lambda: _rule(aws, {"Arn": stream})) == "ValidationException"


@check
def keys_of_buses(aws: Any) -> bool:
    (url, target), (letters_url, letters), bus = queue(aws, "events"), queue(aws, "events"), name()
    events = aws.client("events")
    settings = {"KmsKeyIdentifier": disabled_key(aws), "DeadLetterConfig": {"Arn": letters}}
    events.create_event_bus(Name=bus, **settings)
    events.put_rule(Name=bus, EventBusName=bus, EventPattern='{"source": ["shop"]}')
    events.put_targets(Rule=bus, EventBusName=bus, Targets=[{"Id": "t", "Arn": target}])
    _put(aws, bus)
    return [body["detail"] for body in bodies(aws, letters_url, 1)] == [{"id": 1}] and not bodies(aws, url)


@check
def bus_policy(aws: Any) -> bool:
    events, bus = aws.client("events"), name()
    arn = events.create_event_bus(Name=bus)["EventBusArn"]
    statement = {
        "Sid": "Other",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111111111111:root"},
        "Action": "events:PutEvents",
        "Resource": arn,
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    events.put_permission(EventBusName=bus, Policy=json.dumps(policy))
    return json.loads(events.describe_event_bus(Name=bus)["Policy"]) == policy


@check
def bus_permission_statements(aws: Any) -> bool:
    events, bus = aws.client("events"), name()
    events.create_event_bus(Name=bus)
    granted = {"EventBusName": bus, "Action": "events:PutEvents"}
    organization = {"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-a1b2c3d4e5"}
    events.put_permission(**granted, StatementId="one", Principal="111111111111")
    events.put_permission(**granted, StatementId="all", Principal="*", Condition=organization)
    one, every = json.loads(events.describe_event_bus(Name=bus)["Policy"])["Statement"]
    return (
        one["Principal"] == {"AWS": "arn:aws:iam::111111111111:root"}
        and "Condition" not in one
        and every["Principal"] == "*"
        and every["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    )


@check
def rules_call_asynchronously(aws: Any) -> bool:
    functions = aws.client("lambda")
    function = deploy(aws, "def handler(event, context):\n raise KeyError('no')")
    functions.add_permission(
        FunctionName=function,
        StatementId="events",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
    )
    url, failures = queue(aws)
    functions.put_function_event_invoke_config(
        FunctionName=function,
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": failures}},
    )
    _put(aws, _rule(aws, {"Arn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{function}"}))
    return [each["requestPayload"]["source"] for each in bodies(aws, url, 10)] == ["shop"]


@check
def replays_of_lost_archives(aws: Any) -> bool:
    events, bus = aws.client("events"), name()
    arn = events.create_event_bus(Name=bus)["EventBusArn"]
    try:
        events.start_replay(
            ReplayName=bus,
            EventSourceArn=arn.replace(":event-bus/", ":archive/"),
            EventStartTime=0,
            EventEndTime=1,
            Destination={"Arn": arn},
        )
    except ClientError as refused:
        return refused.response["Error"]["Code"] == "ValidationException"
    return False


@check
def connection_arns(aws: Any) -> bool:
    events, called = aws.client("events"), name()
    key = {"ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "v"}}
    made = events.create_connection(Name=called, AuthorizationType="API_KEY", AuthParameters=key)
    arn = made["ConnectionArn"]
    described = events.describe_connection(Name=called)["ConnectionArn"]
    return f":connection/{called}/" in arn and described == arn


@check
def resources_of_replays(aws: Any) -> bool:
    events, called, region = aws.client("events"), name(), f"arn:aws:events:eu-west-1:{ACCOUNT}"
    bus = events.create_event_bus(Name=called)["EventBusArn"]
    archives = [
        events.create_archive(ArchiveName=f"{called}-{at}", EventSourceArn=bus)["ArchiveArn"] for at in (1, 2)
    ]
    named = [archives[0], bus, f"{region}:replay/{called}"]
    actions = ["events:DescribeArchive", "events:DescribeReplay", "events:StartReplay"]
    mine = user(aws, name(), {"Effect": "Allow", "Action": actions, "Resource": named})("events")
    times = {"EventStartTime": 0, "EventEndTime": 1, "Destination": {"Arn": bus}}
    return [
        refused_as(mine.describe_archive, ArchiveName=f"{called}-1"),
        refused_as(mine.describe_archive, ArchiveName=f"{called}-2"),
        refused_as(mine.start_replay, ReplayName=called, EventSourceArn=archives[0], **times),
        refused_as(mine.start_replay, ReplayName=f"{called}-2", EventSourceArn=archives[1], **times),
        refused_as(mine.describe_replay, ReplayName=called),
    ] == [None, "AccessDeniedException", None, "AccessDeniedException", None]
