"""Checks of the corrections in `corrections/event_buses.py`."""

import json
from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import ACCOUNT, check, deploy, name


@check
def rule_dead_letters(aws: Any) -> bool:
    events, sqs, bus = aws.client("events"), aws.client("sqs"), name()
    events.create_event_bus(Name=bus)
    events.put_rule(Name=bus, EventBusName=bus, EventPattern='{"source": ["shop"]}')
    url = sqs.create_queue(QueueName=name())["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    gone = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:gone"
    target = {"Id": "t", "Arn": gone, "DeadLetterConfig": {"Arn": queue}}
    events.put_targets(Rule=bus, EventBusName=bus, Targets=[target])
    entry = {"Source": "shop", "DetailType": "Sold", "Detail": '{"id": 1}', "EventBusName": bus}
    events.put_events(Entries=[entry])
    message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], WaitTimeSeconds=1)["Messages"][
        0
    ]
    told = message["MessageAttributes"]
    return json.loads(message["Body"])["detail"] == {"id": 1} and told["TARGET_ARN"]["StringValue"] == gone


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
    events, functions, sqs, bus = aws.client("events"), aws.client("lambda"), aws.client("sqs"), name()
    function = deploy(aws, "def handler(event, context):\n raise KeyError('no')")
    url = sqs.create_queue(QueueName=bus)["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    functions.put_function_event_invoke_config(
        FunctionName=function,
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": queue}},
    )
    events.create_event_bus(Name=bus)
    events.put_rule(Name=bus, EventBusName=bus, EventPattern='{"source": ["shop"]}')
    arn = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{function}"
    events.put_targets(Rule=bus, EventBusName=bus, Targets=[{"Id": "t", "Arn": arn}])
    entry = {"Source": "shop", "DetailType": "Sold", "Detail": "{}", "EventBusName": bus}
    events.put_events(Entries=[entry])
    messages = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10).get("Messages", [])
    return [json.loads(each["Body"])["requestPayload"]["source"] for each in messages] == ["shop"]


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
