"""The Kinesis streams of the gallery."""

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("messaging.kinesis", "behaves")


@pytest.fixture
def kinesis(local):
    return local.client("kinesis")


def read(kinesis, stream, shard):
    start = kinesis.get_shard_iterator(
        StreamName=stream["name"], ShardId=shard, ShardIteratorType="TRIM_HORIZON"
    )
    records = kinesis.get_records(ShardIterator=start["ShardIterator"])["Records"]
    return [(record["PartitionKey"], record["Data"].decode()) for record in records]


def test_records_of_one_partition_key_keep_their_order_in_one_shard(kinesis, gallery):
    stream = gallery["kinesis_stream_complete"]["stream"]
    answer = kinesis.put_records(
        StreamName=stream["name"],
        Records=[
            {"PartitionKey": f"order-{number % 4}", "Data": str(number).encode()} for number in range(40)
        ],
    )
    assert answer["FailedRecordCount"] == 0
    shards = [shard["ShardId"] for shard in kinesis.list_shards(StreamName=stream["name"])["Shards"]]
    held = [read(kinesis, stream, shard) for shard in shards]
    assert len(shards) == 2 and sorted(map(len, held))[0] > 0
    for order in range(4):
        key = f"order-{order}"
        (of_key,) = [shard for shard in held if key in dict(shard)]
        assert [int(data) for found, data in of_key if found == key] == list(range(order, 40, 4))


def test_records_to_a_stream_that_is_not_there_are_refused(kinesis):
    with pytest.raises(ClientError) as refused:
        kinesis.put_record(StreamName="example-nobody", PartitionKey="any", Data=b"any")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_record_whose_partition_key_is_too_long_is_refused(kinesis, gallery):
    with pytest.raises(ClientError) as refused:
        kinesis.put_record(
            StreamName=gallery["kinesis_stream_minimal"]["stream"]["name"],
            PartitionKey="k" * 257,
            Data=b"any",
        )
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_a_stream_has_the_settings_it_was_given(kinesis, gallery):
    def described(example):
        name = gallery[example]["stream"]["name"]
        return kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]

    complete, minimal = described("kinesis_stream_complete"), described("kinesis_stream_minimal")
    assert complete["StreamModeDetails"]["StreamMode"] == "PROVISIONED" and complete["OpenShardCount"] == 2
    assert complete["RetentionPeriodHours"] == 168 and ":key/" in complete["KeyId"]
    assert minimal["StreamModeDetails"]["StreamMode"] == "ON_DEMAND"
    assert (minimal["EncryptionType"], minimal["KeyId"]) == ("KMS", "alias/aws/kinesis")


def test_a_consumer_has_a_throughput_of_its_own(kinesis, gallery):
    stream = gallery["kinesis_stream_complete"]["stream"]
    consumer = stream["consumers"]["mail"]
    kinesis.put_record(StreamName=stream["name"], PartitionKey="mail", Data=b"to mail")
    shards = [shard["ShardId"] for shard in kinesis.list_shards(StreamName=stream["name"])["Shards"]]
    received = [record["Data"] for shard in shards for record in pushed(kinesis, consumer, shard)]
    assert b"to mail" in received


def pushed(kinesis, consumer, shard):
    """The records that the first event of a subscription brings."""
    stream = kinesis.subscribe_to_shard(
        ConsumerARN=consumer["arn"], ShardId=shard, StartingPosition={"Type": "TRIM_HORIZON"}
    )["EventStream"]
    try:
        return next(event["SubscribeToShardEvent"]["Records"] for event in stream)
    finally:
        stream.close()


def test_each_grant_gives_what_it_says(gallery):
    stream = gallery["kinesis_stream_complete"]["stream"]

    def given(grant):
        return {action for statement in grant for action in statement["actions"]}

    write, consume = given(stream["grants"]["write"]), given(stream["grants"]["consume"])
    own = given(stream["consumers"]["mail"]["grants"]["consume"])
    assert {"kinesis:PutRecord", "kinesis:PutRecords", "kms:GenerateDataKey"} <= write
    assert {"kinesis:GetRecords", "kinesis:GetShardIterator", "kms:Decrypt"} <= consume
    assert {"kinesis:SubscribeToShard", "kms:Decrypt"} <= own
    assert not write & {"kinesis:GetRecords", "kms:Decrypt"}
    assert not consume & {"kinesis:PutRecord", "kinesis:SubscribeToShard"}
    assert "kinesis:GetRecords" not in own
