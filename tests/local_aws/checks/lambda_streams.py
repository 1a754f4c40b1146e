"""Lambda: whether a local AWS does as AWS does."""

import json
from typing import Any

from tests.local_aws.checks import check, deploy, eventually, name

FAILING = """
import base64
def handler(event, context):
    bodies = [base64.b64decode(record["kinesis"]["data"]).decode() for record in event["Records"]]
    if "poison" in bodies:
        raise ValueError("poison")
    print("done " + " ".join(bodies))
"""
REPORTING = """
import base64
def handler(event, context):
    bodies = [base64.b64decode(record["kinesis"]["data"]).decode() for record in event["Records"]]
    print("seen " + " ".join(bodies))
    failed = [record for record, body in zip(event["Records"], bodies) if body == "poison"]
    numbers = [record["kinesis"]["sequenceNumber"] for record in failed]
    return {"batchItemFailures": [{"itemIdentifier": number} for number in numbers]}
"""


def stream_of(aws: Any) -> tuple[str, str]:
    stream = name()
    kinesis = aws.client("kinesis")
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    return stream, kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]["StreamARN"]


def put(aws: Any, stream: str, *bodies: str) -> list[str]:
    """Sequence numbers of records of one partition key."""
    kinesis = aws.client("kinesis")
    return [
        kinesis.put_record(StreamName=stream, PartitionKey="one", Data=body)["SequenceNumber"]
        for body in bodies
    ]


def read_by(aws: Any, function: str, source: str, **settings: Any) -> None:
    aws.client("lambda").create_event_source_mapping(
        FunctionName=function, EventSourceArn=source, StartingPosition="TRIM_HORIZON", **settings
    )


def logged(aws: Any, function: str, start: str) -> list[str]:
    """What a function printed that begins with a word, in order."""
    logs = aws.client("logs")
    try:
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{function}")["events"]
    except logs.exceptions.ResourceNotFoundException:
        return []
    return [event["message"] for event in events if event["message"].startswith(start)]


def queue_of(aws: Any) -> tuple[str, str]:
    """Address and ARN of a new queue."""
    sqs = aws.client("sqs")
    queue = sqs.create_queue(QueueName=name())["QueueUrl"]
    return queue, sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]


def received(aws: Any, queue: str) -> list[Any]:
    messages = aws.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(message["Body"]) for message in messages]


@check
def stream_batches(aws: Any) -> bool:
    return (
        _poison_is_isolated(aws) and _reported_failures_are_sent_again(aws) and _old_records_are_given_up(aws)
    )


def _poison_is_isolated(aws: Any) -> bool:
    stream, arn = stream_of(aws)
    queue, target = queue_of(aws)
    function = deploy(aws, FAILING)
    numbers = put(aws, stream, "a", "b", "poison", "c")
    read_by(
        aws,
        function,
        arn,
        BatchSize=10,
        BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": target}},
    )
    if not eventually(lambda: "c" in "".join(logged(aws, function, "done")).split(), 6):
        return False
    told = received(aws, queue)
    batch = told[0]["KinesisBatchInfo"]
    return (
        logged(aws, function, "done") == ["done a b", "done c"]
        and len(told) == 1
        and told[0]["requestContext"]["condition"] == "RetryAttemptsExhausted"
        and told[0]["requestContext"]["approximateInvokeCount"] == 2
        and told[0]["responseContext"]["functionError"] == "Unhandled"
        and batch["startSequenceNumber"] == batch["endSequenceNumber"] == numbers[2]
        and (batch["batchSize"], batch["streamArn"]) == (1, arn)
    )


def _reported_failures_are_sent_again(aws: Any) -> bool:
    stream, arn = stream_of(aws)
    function = deploy(aws, REPORTING)
    put(aws, stream, "a", "poison", "b")
    read_by(
        aws,
        function,
        arn,
        BatchSize=10,
        MaximumRetryAttempts=0,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    wanted = ["seen a poison b", "seen poison b"]
    return eventually(lambda: len(logged(aws, function, "seen")) >= 2, 5) and (
        logged(aws, function, "seen") == wanted
    )


def _old_records_are_given_up(aws: Any) -> bool:
    stream, arn = stream_of(aws)
    queue, target = queue_of(aws)
    put(aws, stream, "poison")
    read_by(
        aws,
        deploy(aws, FAILING),
        arn,
        MaximumRecordAgeInSeconds=1,
        DestinationConfig={"OnFailure": {"Destination": target}},
    )
    told: list[Any] = []
    return eventually(lambda: bool(told.extend(received(aws, queue)) or told), 8) and (
        told[0]["requestContext"]["condition"] == "RecordAgeExceeded"
    )


def _a_bucket_gets_the_records(aws: Any) -> bool:
    stream, arn = stream_of(aws)
    s3, bucket = aws.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    (number,) = put(aws, stream, "poison")
    read_by(
        aws,
        deploy(aws, FAILING),
        arn,
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": f"arn:aws:s3:::{bucket}"}},
    )
    if not eventually(lambda: s3.list_objects_v2(Bucket=bucket)["KeyCount"] > 0, 8):
        return False
    (found,) = s3.list_objects_v2(Bucket=bucket)["Contents"]
    told = json.load(s3.get_object(Bucket=bucket, Key=found["Key"])["Body"])
    (record,) = json.loads(told["payload"])["Records"]
    return found["Key"].startswith("aws/lambda/") and record["kinesis"]["sequenceNumber"] == number


@check
def stream_consumers(aws: Any) -> bool:
    stream, arn = stream_of(aws)
    function = deploy(aws, FAILING)
    consumer = aws.client("kinesis").register_stream_consumer(StreamARN=arn, ConsumerName="own")["Consumer"]
    read_by(aws, function, consumer["ConsumerARN"])
    put(aws, stream, "a")
    return eventually(lambda: logged(aws, function, "done") == ["done a"], 5)


@check
def stream_windows(aws: Any) -> bool:
    _, arn = stream_of(aws)
    read_by(aws, deploy(aws, FAILING), arn, TumblingWindowInSeconds=60)
    (mapping,) = aws.client("lambda").list_event_source_mappings(EventSourceArn=arn)["EventSourceMappings"]
    return bool(mapping.get("TumblingWindowInSeconds") == 60)


@check
def stream_tags(aws: Any) -> bool:
    stream, kinesis = name(), aws.client("kinesis")
    kinesis.create_stream(StreamName=stream, ShardCount=1, Tags={"Service": "orders"})
    return bool(
        kinesis.list_tags_for_stream(StreamName=stream)["Tags"] == [{"Key": "Service", "Value": "orders"}]
    )


@check
def stream_modes(aws: Any) -> bool:
    kinesis, (stream, arn) = aws.client("kinesis"), stream_of(aws)
    kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
    told = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
    return bool(told["StreamModeDetails"]["StreamMode"] == "ON_DEMAND")


@check
def batches_by_default(aws: Any) -> bool:
    _, source = stream_of(aws)
    function = deploy(aws, FAILING)
    mapping = aws.client("lambda").create_event_source_mapping(
        FunctionName=function, EventSourceArn=source, StartingPosition="LATEST"
    )
    return bool(mapping["BatchSize"] == 100)
