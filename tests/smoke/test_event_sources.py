"""A function that reads a Kinesis stream and a table's changes, and one that is a registered consumer."""

import json

import pytest

pytestmark = pytest.mark.capability("serverless.event-sources", "behaves")


@pytest.fixture
def example(gallery):
    return gallery["lambda_function_streams"]


@pytest.fixture
def mappings(local, example):
    """The worker's mappings, by the service they read."""
    name = example["worker"]["name"]
    found = local.client("lambda").list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    return {mapping["EventSourceArn"].split(":")[2]: mapping for mapping in found}


@pytest.fixture
def printed(local):
    def lines(function, key):
        events = local.client("logs").filter_log_events(logGroupName=function["log_group_name"])["events"]
        found = [json.loads(event["message"]) for event in events if event["message"].startswith("{")]
        return [line[key] for line in found if key in line]

    return lines


@pytest.fixture
def given_up(local, example, eventually):
    """Waits for what is told of one batch that was given up."""
    sqs, queue = local.client("sqs"), example["failed"]["url"]

    def look():
        messages = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", [])
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in messages]

    return lambda: eventually(look)[0]


def test_a_poison_record_is_isolated_and_given_up_and_the_shard_goes_on_in_order(
    local, example, printed, given_up, eventually
):
    kinesis, stream = local.client("kinesis"), example["orders"]
    bodies = ["o-1", "o-2", "o-3 poison", "o-4", "o-5"]
    sent = kinesis.put_records(
        StreamName=stream["name"], Records=[{"PartitionKey": "order-7", "Data": body} for body in bodies]
    )["Records"]
    later = kinesis.put_record(StreamName=stream["name"], PartitionKey="order-7", Data="o-6")

    def consumed():
        return [record for record in printed(example["worker"], "consumed") if record.startswith("o-")]

    eventually(lambda: "o-6" in consumed())
    assert consumed() == ["o-1", "o-2", "o-4", "o-5", "o-6"]

    told = given_up()
    assert told["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert told["requestContext"]["approximateInvokeCount"] == 2  # max_retries = 1
    batch = told["KinesisBatchInfo"]
    assert batch["startSequenceNumber"] == batch["endSequenceNumber"] == sent[2]["SequenceNumber"]
    assert (batch["batchSize"], batch["shardId"]) == (1, later["ShardId"])
    assert batch["streamArn"] == stream["arn"]

    # By what was told, the record is found.
    start = kinesis.get_shard_iterator(
        StreamName=stream["name"],
        ShardId=batch["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        StartingSequenceNumber=batch["startSequenceNumber"],
    )
    record = kinesis.get_records(ShardIterator=start["ShardIterator"], Limit=1)["Records"][0]
    assert record["Data"] == b"o-3 poison"


def test_a_filter_passes_its_change_and_rejects_the_near_misses(local, example, printed, eventually):
    table = {"TableName": example["customers"]["name"]}
    dynamodb = local.client("dynamodb")

    def put(identifier, kind):
        dynamodb.put_item(**table, Item={"id": {"S": identifier}, "kind": {"S": kind}})

    put("near", "golden")
    put("changed", "silver")
    put("changed", "gold")  # a change, no new item
    put("match", "gold")
    put("last", "gold")

    def seen():
        found = [json.loads(each) for each in printed(example["worker"], "consumed") if each.startswith("{")]
        return [item["id"]["S"] for item in found]

    eventually(lambda: "last" in seen())
    assert seen() == ["match", "last"]


def test_a_change_that_cannot_be_consumed_is_kept_in_a_bucket_and_those_behind_it_are_consumed(
    local, example, printed, eventually
):
    table, s3 = example["customers"]["name"], local.client("s3")
    for identifier in ("poison", "behind"):
        local.client("dynamodb").put_item(
            TableName=table, Item={"id": {"S": identifier}, "kind": {"S": "gold"}}
        )
    bucket = {"Bucket": example["records"]["name"]}
    (found,) = eventually(lambda: s3.list_objects_v2(**bucket, Prefix="aws/lambda/").get("Contents"))
    told = json.load(s3.get_object(**bucket, Key=found["Key"])["Body"])
    (record,) = json.loads(told["payload"])["Records"]
    assert record["dynamodb"]["NewImage"]["id"] == {"S": "poison"}
    assert told["DDBStreamBatchInfo"]["streamArn"] == example["customers"]["stream_arn"]
    eventually(lambda: any('"behind"' in line for line in printed(example["worker"], "consumed")))


def test_a_registered_consumer_reads_the_same_records(local, example, printed, eventually):
    stream = example["orders"]
    before = sum(printed(example["tally"], "counted"))
    local.client("kinesis").put_record(StreamName=stream["name"], PartitionKey="tally", Data="count me")
    eventually(lambda: sum(printed(example["tally"], "counted")) > before)


def test_mappings_have_the_settings_they_were_given(local, example, mappings):
    orders = mappings["kinesis"]
    assert (orders["BatchSize"], orders["MaximumBatchingWindowInSeconds"]) == (50, 1)
    assert (orders["MaximumRetryAttempts"], orders["MaximumRecordAgeInSeconds"]) == (1, 3600)
    assert orders["BisectBatchOnFunctionError"] and orders["ParallelizationFactor"] == 2
    assert orders["DestinationConfig"]["OnFailure"]["Destination"] == example["failed"]["arn"]
    (tally,) = local.client("lambda").list_event_source_mappings(FunctionName=example["tally"]["name"])[
        "EventSourceMappings"
    ]
    assert tally["TumblingWindowInSeconds"] == 60
    assert tally["EventSourceArn"] == example["orders"]["consumers"]["tally"]["arn"]


def test_the_roles_may_read_their_source_and_tell_of_failures(local, example):
    def allowed(function):
        document = local.client("iam").get_role_policy(RoleName=function["role_name"], PolicyName="function")
        statements = document["PolicyDocument"]["Statement"]
        return {
            action
            for statement in statements
            for action in (
                [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
            )
        }

    worker, tally = allowed(example["worker"]), allowed(example["tally"])
    assert {"dynamodb:GetRecords", "kinesis:GetRecords", "s3:PutObject", "sqs:SendMessage"} <= worker
    assert {"kinesis:SubscribeToShard", "sqs:SendMessage"} <= tally
    assert not {"kinesis:PutRecord", "dynamodb:PutItem"} & (worker | tally)
    assert "kinesis:GetRecords" not in tally
