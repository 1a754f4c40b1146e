"""Checks of the corrections of SNS."""

import json
from typing import Any

from tests.local_aws.checks import (
    ACCOUNT,
    ROLE,
    bodies,
    check,
    disabled_key,
    eventually,
    name,
    queue,
    refused_as,
)


@check
def subscription_dead_letters(aws: Any) -> bool:
    sns = aws.client("sns")
    topic = sns.create_topic(Name=name())["TopicArn"]
    (url, letters), (unwilling_url, unwilling) = queue(aws, "sns"), queue(aws)
    redrive = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": letters})}
    gone = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:gone"
    for protocol, endpoint in (
        ("sqs", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:gone"),
        ("lambda", gone),
        ("sqs", unwilling),
    ):
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint, Attributes=redrive)
    sns.publish(TopicArn=topic, Message="lost")
    found: list[str] = []

    def all_three() -> bool:
        found.extend(body["Message"] for body in bodies(aws, url))
        return len(found) == 3

    return eventually(all_three, 3) and found == ["lost"] * 3 and bodies(aws, unwilling_url) == []


@check
def subscriptions_of_delivery_streams(aws: Any) -> bool:
    sns, firehose, s3, called = aws.client("sns"), aws.client("firehose"), aws.client("s3"), name()
    s3.create_bucket(Bucket=called, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    to = {"BucketARN": f"arn:aws:s3:::{called}", "RoleARN": ROLE}
    stream = firehose.create_delivery_stream(DeliveryStreamName=called, ExtendedS3DestinationConfiguration=to)
    topic = sns.create_topic(Name=called)["TopicArn"]
    sns.subscribe(
        TopicArn=topic,
        Protocol="firehose",
        Endpoint=stream["DeliveryStreamARN"],
        Attributes={"SubscriptionRoleArn": ROLE, "RawMessageDelivery": "true"},
    )
    sns.publish(TopicArn=topic, Message="kept")
    if not eventually(lambda: "Contents" in s3.list_objects_v2(Bucket=called), 3):
        return False
    (found,) = s3.list_objects_v2(Bucket=called)["Contents"]
    return bool(s3.get_object(Bucket=called, Key=found["Key"])["Body"].read().startswith(b"kept"))


@check
def rights_to_topics(aws: Any) -> bool:
    sns = aws.client("sns")
    topic = sns.create_topic(Name=name(), Attributes={"KmsMasterKeyId": disabled_key(aws)})["TopicArn"]
    return refused_as(sns.publish, TopicArn=topic, Message="m") == "KMSDisabled"
