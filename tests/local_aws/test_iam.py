"""With IAM on, a function may what the grants of its modules say, and no more; a deployment may all."""

import io
import json
import os
from zipfile import ZipFile

import boto3
import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.smoke.local import Local
from tests.smoke.roots import applied as apply
from tests.smoke.roots import destroy, fresh
from tooling import emulator
from tooling.aws import Target
from tooling.paths import ROOT

REGION = "eu-west-1"
CALLER = """
import boto3, botocore, os
def handler(event, context):
    client = boto3.client(event["service"], endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    try:
        getattr(client, event["call"])(**event["arguments"])
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return "done"
"""
ITEM = {"id": {"S": "1"}}
OBJECT = {"Bucket": "enforced", "Key": "k"}
EVENT = {"Source": "t", "DetailType": "t", "Detail": "{}"}
REFUSED = ("AccessDenied", "AccessDeniedException", "AuthorizationError")
# What each grant lets through of `calls`, as service and operation; it refuses all others of that service.
# Of a bus's `replay` the engine knows no resources and refuses it, too: see tests/smoke/test_grants.py.
LETS = {
    "bucket-delete": {"DeleteObject"},
    "bucket-delete_versions": {"DeleteObject of a version"},
    "bucket-list": {"ListObjectsV2"},
    "bucket-presign_read": set(),  # an address that is signed, and no call
    "bucket-presign_write": set(),
    "bucket-read": {"GetObject"},
    "bucket-read_write": {"GetObject", "PutObject"},
    "bucket-write": {"PutObject"},
    "bus-publish": {"PutEvents"},
    "firehose-put": {"PutRecord"},
    "function-invoke": {"Invoke"},
    "function-invoke_url": set(),
    "function-release": {"GetFunction"},
    "key-decrypt": {"Decrypt", "DescribeKey"},
    "key-encrypt": {"DescribeKey", "Encrypt"},
    "key-encrypt_decrypt": {"Decrypt", "DescribeKey", "Encrypt"},
    "machine-read": {"DescribeExecution", "DescribeStateMachine"},
    "machine-redrive": set(),
    "machine-respond": set(),
    "machine-run": {"DescribeExecution", "StartExecution", "StopExecution"},
    "machine-start": {"StartExecution"},
    "machine-stop": {"StopExecution"},
    "parameters-read": {"GetParameter"},
    "queue-consume": {"ReceiveMessage"},
    "queue-redrive": {"SendMessage"},
    "queue-send": {"SendMessage"},
    "stream-consume": {"DescribeStreamSummary", "GetShardIterator", "ListShards"},
    "stream-write": {"DescribeStreamSummary", "ListShards", "PutRecord"},
    "table-export": set(),
    "table-read": {"GetItem"},
    "table-read_write": {"GetItem", "PutItem"},
    "table-scan": {"Scan"},
    "table-write": {"PutItem"},
    "topic-publish": {"Publish"},
}


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("iam")


@pytest.fixture(scope="module")
def target(directory):
    server = emulator.start(directory, port=0, owner=os.getpid())
    yield Target("local", server.url, REGION)
    emulator.stop(directory)


@pytest.fixture(scope="module")
def applied(directory, target):
    """What was made, once it is there."""
    package = io.BytesIO()
    with ZipFile(package, "w") as archive:
        archive.writestr("caller.py", CALLER)
    (directory / "caller.zip").write_bytes(package.getvalue())
    package = str(directory / "caller.zip")
    terraform = fresh(
        ROOT / "tests" / "local_aws" / "iam", Local(target.url, directory), TF_VAR_package=package
    )
    apply(terraform)
    yield {name: output.value for name, output in terraform.outputs().items()}
    destroy(terraform)
    assert emulator.inventory(directory) == []


@pytest.fixture
def call(applied, target):
    """What a function's call is answered: its error's code, or done."""

    def answer(function: str, service: str, call: str, **arguments) -> str:
        event = json.dumps({"service": service, "call": call, "arguments": arguments})
        answered = target.client("lambda").invoke(FunctionName=function, Payload=event)
        return json.load(answered["Payload"])

    return answer


@pytest.mark.slow
def test_a_grant_gives_what_it_says_and_no_more(applied, call):
    assert call("granted", "dynamodb", "get_item", TableName="enforced", Key=ITEM) == "done"
    assert call("granted", "dynamodb", "put_item", TableName="enforced", Item=ITEM) == "AccessDeniedException"
    assert call("granted", "dynamodb", "scan", TableName="enforced") == "AccessDeniedException"
    assert call("granted", "sqs", "send_message", QueueUrl=applied["queue_url"], MessageBody="m") == "done"
    assert call("granted", "sqs", "receive_message", QueueUrl=applied["queue_url"]) == "AccessDenied"


@pytest.fixture(scope="module")
def calls(applied, target):
    """By what a grant is of, the service, and calls of it: what each does, and how."""
    made, queue = applied["made"], {"QueueUrl": applied["queue_url"]}
    target.client("s3").put_object(**OBJECT, Body=b"x")
    target.client("dynamodb").put_item(TableName="enforced", Item=ITEM)
    cipher = target.client("kms").encrypt(KeyId=made["key"], Plaintext=b"x")["CiphertextBlob"]
    machine = {"stateMachineArn": made["machine"]}
    execution = {
        "executionArn": target.client("stepfunctions").start_execution(**machine, input="{}")["executionArn"]
    }
    stream, shard = (
        {"StreamName": "enforced"},
        {"ShardId": "shardId-000000000000", "ShardIteratorType": "LATEST"},
    )
    delivery = {"DeliveryStreamName": "enforced"}
    function = {
        "FunctionName": "bare",
        "Payload": json.dumps({"service": "sts", "call": "x", "arguments": {}}),
    }
    return {
        "bucket": (
            "s3",
            {
                "DeleteObject of a version": {**OBJECT, "VersionId": "none"},
                "GetObject": OBJECT,
                "ListObjectsV2": {"Bucket": "enforced"},
                "PutObject": {**OBJECT, "Body": b"y"},
                "DeleteObject": OBJECT,
            },
        ),
        "bus": (
            "events",
            {
                "PutEvents": {"Entries": [{**EVENT, "EventBusName": "enforced"}]},
                "PutEvents on the default bus": {"Entries": [EVENT]},
                "DescribeEventBus": {"Name": "enforced"},
            },
        ),
        "firehose": (
            "firehose",
            {"DescribeDeliveryStream": delivery, "PutRecord": {**delivery, "Record": {"Data": b"x"}}},
        ),
        "function": ("lambda", {"GetFunction": {"FunctionName": "bare"}, "Invoke": function}),
        "key": (
            "kms",
            {
                "Decrypt": {"CiphertextBlob": cipher},
                "DescribeKey": {"KeyId": made["key"]},
                "DisableKey": {"KeyId": made["key"]},
                "Encrypt": {"KeyId": made["key"], "Plaintext": b"x"},
            },
        ),
        "machine": (
            "stepfunctions",
            {
                "DescribeExecution": execution,
                "DescribeStateMachine": machine,
                "StartExecution": machine,
                "StopExecution": execution,
                "DeleteStateMachine": machine,
            },
        ),
        "parameters": (
            "ssm",
            {
                "GetParameter": {"Name": "/enforced"},
                "GetParameter of another": {"Name": "/other"},
                "PutParameter": {"Name": "/enforced", "Value": "x", "Overwrite": True},
            },
        ),
        "queue": (
            "sqs",
            {"PurgeQueue": queue, "ReceiveMessage": queue, "SendMessage": {**queue, "MessageBody": "m"}},
        ),
        "stream": (
            "kinesis",
            {
                "DescribeStreamSummary": stream,
                "GetShardIterator": {**stream, **shard},
                "ListShards": stream,
                "PutRecord": {**stream, "Data": b"x", "PartitionKey": "a"},
                "SplitShard": {**stream, "ShardToSplit": shard["ShardId"], "NewStartingHashKey": "1"},
            },
        ),
        "table": (
            "dynamodb",
            {
                "DeleteItem of another table": {"TableName": "another", "Key": ITEM},
                "DescribeContinuousBackups": {"TableName": "enforced"},
                "GetItem": {"TableName": "enforced", "Key": ITEM},
                "PutItem": {"TableName": "enforced", "Item": ITEM},
                "Scan": {"TableName": "enforced"},
            },
        ),
        "topic": (
            "sns",
            {
                "ListSubscriptionsByTopic": {"TopicArn": made["topic"]},
                "Publish": {"TopicArn": made["topic"], "Message": "m"},
            },
        ),
    }


@pytest.mark.slow
def test_every_grant_has_its_line(applied):
    assert applied["roles"].keys() - LETS.keys() == {"bus-replay"}


@pytest.mark.slow
@pytest.mark.capability("security.iam", "behaves")
@pytest.mark.parametrize("grant", sorted(LETS))
def test_who_has_one_grant_only_is_let_through_as_it_says_and_refused_all_else(applied, target, calls, grant):
    service, known = calls[grant.partition("-")[0]]
    taken = target.client("sts").assume_role(RoleArn=applied["roles"][grant], RoleSessionName="grant")
    client = boto3.client(
        service,
        endpoint_url=target.url,
        region_name=REGION,
        aws_access_key_id=taken["Credentials"]["AccessKeyId"],
        aws_secret_access_key=taken["Credentials"]["SecretAccessKey"],
        aws_session_token=taken["Credentials"]["SessionToken"],
        config=Config(inject_host_prefix=False),
    )

    def is_let_through(call, arguments):
        try:
            getattr(client, xform_name(call.partition(" ")[0]))(**arguments)
        except ClientError as error:
            return error.response["Error"]["Code"] not in REFUSED
        return True

    assert {call for call, arguments in known.items() if is_let_through(call, arguments)} == LETS[grant]


@pytest.mark.slow
def test_without_a_grant_nothing_is_allowed(call):
    assert call("bare", "dynamodb", "get_item", TableName="enforced", Key=ITEM) == "AccessDeniedException"
    assert call("bare", "s3", "list_buckets") == "AccessDenied"
    assert call("bare", "sts", "get_caller_identity") == "done"  # which AWS denies nobody


@pytest.mark.slow
def test_a_developers_own_call_is_allowed(applied, target):
    target.client("dynamodb").put_item(TableName="enforced", Item=ITEM)
