"""Checks of the corrections of Kinesis."""

import re
from typing import Any

from tests.local_aws.checks import check, name, refused_as


@check
def keys_of_streams(aws: Any) -> bool:
    kinesis, stream = aws.client("kinesis"), name()
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    record = {"StreamName": stream, "Data": b"x", "PartitionKey": "p"}
    kinesis.put_record(**record)
    kms = aws.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    kinesis.start_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId=key)
    kms.disable_key(KeyId=key)
    return refused_as(kinesis.put_record, **record) == "KMSDisabledException"


@check
def sequence_numbers(aws: Any) -> bool:
    kinesis, stream = aws.client("kinesis"), name()
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    put = kinesis.put_record(StreamName=stream, Data=b"x", PartitionKey="p")
    return re.fullmatch(r"[1-9]\d{0,128}", put["SequenceNumber"]) is not None


@check
def metrics_of_shards(aws: Any) -> bool:
    kinesis, stream = aws.client("kinesis"), {"StreamName": name()}
    kinesis.create_stream(**stream, ShardCount=1)
    kinesis.enable_enhanced_monitoring(**stream, ShardLevelMetrics=["IncomingBytes"])
    summary = kinesis.describe_stream_summary(**stream)["StreamDescriptionSummary"]
    whole = kinesis.describe_stream(**stream)["StreamDescription"]
    on = [{"ShardLevelMetrics": ["IncomingBytes"]}]
    return bool(summary["EnhancedMonitoring"] == whole["EnhancedMonitoring"] == on)
