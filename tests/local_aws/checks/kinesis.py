"""Checks of the corrections of Kinesis."""

from typing import Any

from tests.local_aws.checks import check, disabled_key, name, refused_as


@check
def keys_of_streams(aws: Any) -> bool:
    kinesis, stream = aws.client("kinesis"), name()
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    record = {"StreamName": stream, "Data": b"x", "PartitionKey": "p"}
    kinesis.put_record(**record)
    kinesis.start_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId=disabled_key(aws))
    return refused_as(kinesis.put_record, **record) == "KMSDisabledException"
