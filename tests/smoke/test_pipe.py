"""The pipes of the gallery: one from a queue into another, one from a table's changes to a bus."""

import json

import pytest

pytestmark = pytest.mark.capability("messaging.pipes", "apply")


@pytest.fixture
def receive(local, eventually):
    """The next messages of a queue, taken from it."""
    sqs = local.client("sqs")

    def take(queue):
        def look():
            return sqs.receive_message(QueueUrl=queue["url"], MaxNumberOfMessages=10).get("Messages")

        messages = eventually(look)
        for message in messages:
            sqs.delete_message(QueueUrl=queue["url"], ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in messages]

    return take


def test_a_large_order_passes_in_the_form_its_target_wants_and_a_small_one_does_not(local, gallery, receive):
    queues = gallery["pipe_minimal"]["queues"]
    sqs = local.client("sqs")
    for order in ({"order": "o-1", "total": 999}, {"order": "o-2", "total": 1000}):
        sqs.send_message(QueueUrl=queues["placed"]["url"], MessageBody=json.dumps(order))
    assert receive(queues["large"]) == [{"order": "o-2", "note": "Order o-2 by example-pipe-minimal"}]
    left = sqs.get_queue_attributes(QueueUrl=queues["placed"]["url"], AttributeNames=["All"])["Attributes"]
    assert left["ApproximateNumberOfMessages"] == left["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_a_stopped_pipe_leaves_its_messages_in_the_queue(local, gallery, receive):
    pipes, name = local.client("pipes"), gallery["pipe_minimal"]["pipe"]["name"]
    queues = gallery["pipe_minimal"]["queues"]
    pipes.stop_pipe(Name=name)
    local.client("sqs").send_message(
        QueueUrl=queues["placed"]["url"], MessageBody='{"order": "o-3", "total": 2000}'
    )
    sqs = local.client("sqs")
    assert "Messages" not in sqs.receive_message(QueueUrl=queues["large"]["url"], WaitTimeSeconds=6)
    pipes.start_pipe(Name=name)
    assert [order["order"] for order in receive(queues["large"])] == ["o-3"]


def test_a_new_item_is_enriched_and_told_and_a_changed_one_is_not(local, gallery, receive):
    example = gallery["pipe_complete"]
    table = {"TableName": example["orders"]["name"]}
    tables = local.client("dynamodb")
    tables.put_item(**table, Item={"id": {"S": "o-1"}, "total": {"N": "1"}})
    tables.put_item(**table, Item={"id": {"S": "o-1"}, "total": {"N": "2"}})
    tables.put_item(**table, Item={"id": {"S": "o-2"}, "total": {"N": "3"}})

    told = []
    while len(told) < 2:
        told += receive(example["queues"]["told"])
    assert [event["detail"] for event in told] == [
        {"order": "o-1", "enriched": True},
        {"order": "o-2", "enriched": True},
    ]
    assert {(event["source"], event["detail-type"]) for event in told} == {("example.orders", "OrderPlaced")}


def test_a_pipe_has_the_settings_it_was_given(local, gallery):
    example = gallery["pipe_complete"]
    found = local.client("pipes").describe_pipe(Name=example["pipe"]["name"])
    stream = found["SourceParameters"]["DynamoDBStreamParameters"]
    assert (stream["MaximumRetryAttempts"], stream["MaximumRecordAgeInSeconds"]) == (3, 3600)
    assert stream["OnPartialBatchItemFailure"] == "AUTOMATIC_BISECT"
    assert stream["DeadLetterConfig"]["Arn"] == example["queues"]["failed"]["arn"]
    assert found["LogConfiguration"]["Level"] == "INFO" and found["KmsKeyIdentifier"].startswith(
        "arn:aws:kms:"
    )


def test_each_kind_of_failure_has_an_alarm(local, gallery):
    name = gallery["pipe_complete"]["pipe"]["name"]
    alarms = local.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"{name}-pipe-")["MetricAlarms"]
    kinds = {"failed", "partially-failed", "throttled", "timed-out"}
    assert {alarm["AlarmName"] for alarm in alarms} == {f"{name}-pipe-{kind}" for kind in kinds}


@pytest.mark.parametrize(
    ("example", "granted", "refused"),
    [
        ("pipe_minimal", {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:SendMessage"}, {"sqs:PurgeQueue"}),
        (
            "pipe_complete",
            {"dynamodb:GetRecords", "events:PutEvents", "lambda:InvokeFunction", "sqs:SendMessage"},
            {"dynamodb:GetItem", "dynamodb:PutItem", "sqs:ReceiveMessage"},
        ),
    ],
)
def test_the_role_reads_the_source_and_writes_the_target_and_no_more(
    local, gallery, example, granted, refused
):
    role = gallery[example]["pipe"]["role_name"]
    document = local.client("iam").get_role_policy(RoleName=role, PolicyName="pipe")["PolicyDocument"]
    allowed = {
        action
        for statement in document["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert granted <= allowed and not refused & allowed
    assert not {action for action in allowed if "*" in action}


def test_the_grant_starts_and_stops_the_pipe_and_no_more(gallery):
    pipe = gallery["pipe_minimal"]["pipe"]
    (statement,) = pipe["grants"]["control"]
    assert statement["actions"] == ["pipes:DescribePipe", "pipes:StartPipe", "pipes:StopPipe"]
    assert statement["resources"] == [pipe["arn"]]
