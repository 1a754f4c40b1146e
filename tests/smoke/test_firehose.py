"""The delivery streams of the gallery: what is put, or read from Kinesis, becomes objects."""

import base64
import gzip
import json
import re
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("messaging.kinesis", "behaves")


@pytest.fixture
def objects(local):
    """The objects of a bucket below a prefix, by key."""
    s3 = local.client("s3")

    def found(bucket, prefix=""):
        listed = s3.list_objects_v2(Bucket=bucket["name"], Prefix=prefix).get("Contents", [])
        keys = [each["Key"] for each in listed]
        return {key: s3.get_object(Bucket=bucket["name"], Key=key)["Body"].read() for key in keys}

    return found


def test_what_is_put_is_delivered_compressed_below_its_day(local, gallery, objects, eventually):
    example = gallery["firehose_minimal"]
    local.client("firehose").put_record(
        DeliveryStreamName=example["firehose"]["name"], Record={"Data": b"one\n"}
    )
    ((key, body),) = eventually(lambda: objects(example["bucket"])).items()
    assert re.fullmatch(r"year=\d{4}/month=\d\d/day=\d\d/example-firehose-minimal-.*\.gz", key)
    assert key.startswith(f"year={datetime.now(UTC).year}/")
    assert gzip.decompress(body) == b"one\n"


def test_a_stream_is_transformed_and_laid_by_customer_and_what_fails_stands_apart(
    local, gallery, objects, eventually
):
    example = gallery["firehose_complete"]
    for record in (
        {"customer": 7, "order": "a"},
        {"customer": 8, "order": "drop"},
        {"customer": 7, "order": "poison"},
        {"order": "of nobody"},
    ):
        local.client("kinesis").put_record(
            StreamName=example["orders"]["name"], PartitionKey="orders", Data=json.dumps(record)
        )

    failed = eventually(
        lambda: len(found := objects(example["bucket"], "errors/processing-failed/")) == 2 and found
    )
    raw = [base64.b64decode(json.loads(body)["rawData"]).decode() for body in failed.values()]
    assert sorted(json.loads(each)["order"] for each in raw) == ["of nobody", "poison"]

    ((key, body),) = eventually(lambda: objects(example["bucket"], "orders/")).items()
    assert re.match(r"orders/customer=7/year=\d{4}/month=\d\d/day=\d\d/", key)
    assert gzip.decompress(body) == b'{"customer": 7, "order": "a"}\n'


def test_records_for_a_delivery_stream_that_is_not_there_are_refused(local):
    with pytest.raises(ClientError) as refused:
        local.client("firehose").put_record(DeliveryStreamName="example-nobody", Record={"Data": b"any"})
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_delivery_stream_has_the_settings_it_was_given(local, gallery):
    def described(example):
        name = gallery[example]["firehose"]["name"]
        told = local.client("firehose").describe_delivery_stream(DeliveryStreamName=name)
        return told["DeliveryStreamDescription"]

    minimal, complete = described("firehose_minimal"), described("firehose_complete")
    assert minimal["DeliveryStreamEncryptionConfiguration"]["KeyType"] == "AWS_OWNED_CMK"
    assert complete["Source"]["KinesisStreamSourceDescription"]["KinesisStreamARN"].endswith(
        "/example-firehose-complete"
    )
    settings = complete["Destinations"][0]["ExtendedS3DestinationDescription"]
    assert settings["BufferingHints"] == {"IntervalInSeconds": 60, "SizeInMBs": 128}
    assert settings["CloudWatchLoggingOptions"]["Enabled"]


def test_the_role_may_read_the_stream_call_the_function_and_write_the_bucket(local, gallery):
    role = gallery["firehose_complete"]["firehose"]["role_name"]
    document = local.client("iam").get_role_policy(RoleName=role, PolicyName="firehose")["PolicyDocument"]
    allowed = {
        action
        for statement in document["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert {
        "kinesis:GetRecords",
        "kms:Decrypt",
        "lambda:InvokeFunction",
        "logs:PutLogEvents",
        "s3:PutObject",
    } <= allowed
    assert not allowed & {"kinesis:PutRecord", "s3:DeleteObject", "firehose:PutRecord"}
    assert all(statement["Resource"] != "*" for statement in document["Statement"])


def test_only_what_is_put_directly_can_be_granted(gallery):
    (put,) = gallery["firehose_minimal"]["firehose"]["grants"]["put"]
    assert put["actions"] == ["firehose:PutRecord", "firehose:PutRecordBatch"]
    assert put["resources"] == [gallery["firehose_minimal"]["firehose"]["arn"]]
    assert gallery["firehose_complete"]["firehose"]["grants"]["put"] == []
