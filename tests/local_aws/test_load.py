"""What many do at once: nothing is lost, nothing happens twice."""

import json
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.local_aws.checks import deploy, eventually, name

pytestmark = pytest.mark.slow
ONE_TRY = {"total_max_attempts": 1}  # a call that the SDK repeats would hide what was lost


@pytest.fixture
def client(corrected):
    """Makes a client for many threads, that sends each call once."""
    config = Config(max_pool_connections=200, retries=ONE_TRY, read_timeout=120)
    return lambda service: corrected.client(service, config=config)


def at_once(work, tasks, threads=200):
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, tasks))


def test_of_1000_concurrent_sends_none_is_lost_and_none_doubled(client):
    sqs = client("sqs")
    queue = sqs.create_queue(QueueName=name())["QueueUrl"]
    sent = [f"message-{number}" for number in range(1000)]
    at_once(lambda body: sqs.send_message(QueueUrl=queue, MessageBody=body), sent)

    received: Counter[str] = Counter()
    while found := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        received.update(message["Body"] for message in found)
        handles = [
            {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
            for number, message in enumerate(found)
        ]
        sqs.delete_message_batch(QueueUrl=queue, Entries=handles)
    assert received == Counter(sent)


def test_a_function_gets_each_of_1000_messages_that_are_sent_while_it_consumes(client, corrected, tmp_path):
    sqs, seen = client("sqs"), tmp_path / "seen"
    letters = sqs.create_queue(QueueName=name())["QueueUrl"]
    asked = {"QueueUrl": letters, "AttributeNames": ["QueueArn"]}
    redrive = {
        "deadLetterTargetArn": sqs.get_queue_attributes(**asked)["Attributes"]["QueueArn"],
        "maxReceiveCount": 5,
    }
    queue = sqs.create_queue(QueueName=name(), Attributes={"RedrivePolicy": json.dumps(redrive)})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    note = "".join(
        [
            "def handler(event, context):\n",
            f"    with open({str(seen)!r}, 'a') as file:\n",
            "        file.writelines(record['body'] + '\\n' for record in event['Records'])\n",
        ]
    )
    function = deploy(corrected, note, Timeout=30)
    client("lambda").create_event_source_mapping(EventSourceArn=arn, FunctionName=function, BatchSize=10)
    sent = [f"message-{number}" for number in range(1000)]
    at_once(lambda body: sqs.send_message(QueueUrl=queue, MessageBody=body), sent)

    def noted():
        return Counter(seen.read_text().split()) if seen.exists() else Counter()

    assert eventually(lambda: noted().total() >= 1000, 60), noted().total()
    assert noted() == Counter(sent)


def test_200_concurrent_invocations_are_each_answered_with_their_own_answer(client, corrected):
    function = deploy(corrected, "def handler(event, context):\n return event['number'] ** 2", Timeout=60)
    functions = client("lambda")

    def squared(number):
        answer = functions.invoke(FunctionName=function, Payload=json.dumps({"number": number}))
        assert "FunctionError" not in answer
        return json.load(answer["Payload"])

    assert at_once(squared, range(200)) == [number**2 for number in range(200)]


def test_40_concurrent_conflicting_transfers_neither_lose_nor_invent_a_unit(client):
    dynamodb, table = client("dynamodb"), name()
    dynamodb.create_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )

    def put(account, units):
        item = {"pk": {"S": account}, "units": {"N": str(units)}, "version": {"N": "0"}}
        dynamodb.put_item(TableName=table, Item=item)

    def read(account):
        item = dynamodb.get_item(TableName=table, Key={"pk": {"S": account}}, ConsistentRead=True)["Item"]
        return int(item["units"]["N"]), int(item["version"]["N"])

    def changed(account, units, version):
        return {
            "Update": {
                "TableName": table,
                "Key": {"pk": {"S": account}},
                "UpdateExpression": "SET units = :units, version = :next",
                "ConditionExpression": "version = :version",
                "ExpressionAttributeValues": {
                    ":units": {"N": str(units)},
                    ":version": {"N": str(version)},
                    ":next": {"N": str(version + 1)},
                },
            }
        }

    put("from", 100)
    put("to", 0)

    def transfer(_):
        """Move one unit, from what was read; how often somebody else was quicker."""
        for conflicts in range(500):
            (left, left_version), (right, right_version) = read("from"), read("to")
            try:
                dynamodb.transact_write_items(
                    TransactItems=[
                        changed("from", left - 1, left_version),
                        changed("to", right + 1, right_version),
                    ]
                )
            except ClientError as refused:
                assert refused.response["Error"]["Code"] == "TransactionCanceledException"
                reasons = {reason["Code"] for reason in refused.response["CancellationReasons"]}
                assert reasons <= {"None", "ConditionalCheckFailed", "TransactionConflict"}
                time.sleep(random.uniform(0, 0.05))
            else:
                return conflicts
        raise AssertionError("never its turn")

    conflicts = at_once(transfer, range(40), threads=40)
    assert sum(conflicts) > 0  # they did meet
    assert read("from") == (60, 40)
    assert read("to") == (40, 40)
