"""What many do at once: nothing is lost, nothing happens twice."""

import asyncio
import json
import os
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.local_aws.checks import ACCOUNT, deploy, eventually, make_role, name
from tests.local_aws.checks.apigatewayv2_http_apis import Http
from tooling import emulator

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
        """Move one unit, from what was read; how often another worker was quicker."""
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


# Stores a user and tells of it, as the shop's users service does.
CREATE_USER = """
import boto3, json
table = boto3.resource("dynamodb").Table(TABLE)
events = boto3.client("events")
def handler(event, context):
    user = json.loads(event["body"])["user"]
    table.put_item(Item={"pk": f"user-{user}"}, ConditionExpression="attribute_not_exists(pk)")
    entry = {"Source": "users", "DetailType": "UserCreated", "Detail": json.dumps({"user": user})}
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0
    return {"statusCode": 201, "body": json.dumps({"user": user})}
"""
# Counts the events of each user.
FOLLOW_USERS = """
import boto3, json
table = boto3.resource("dynamodb").Table(TABLE)
def handler(event, context):
    for record in event["Records"]:
        user = json.loads(record["body"])["detail"]["user"]
        table.update_item(Key={"pk": f"told-{user}"}, UpdateExpression="ADD times :one",
                          ExpressionAttributeValues={":one": 1})
"""


@pytest.fixture
def shop(connect, tmp_path):
    """A local AWS of its own with a table, an API before a function, and a worker behind bus and queue."""
    server = emulator.start(tmp_path, port=0, owner=os.getpid())
    aws = connect(server.url)
    make_role(aws)
    yield server, deploy_shop(aws)
    emulator.stop(tmp_path)


def deploy_shop(aws):
    """The address of its users, and what reads its table."""
    table = name()
    aws.client("dynamodb").create_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    source = f"TABLE = {table!r}\n"
    create = deploy(aws, source + CREATE_USER, called_by="apigateway", Timeout=15)
    follow = deploy(aws, source + FOLLOW_USERS, Timeout=30)
    sqs, events = aws.client("sqs"), aws.client("events")
    queue = sqs.create_queue(QueueName=name(), Attributes={"VisibilityTimeout": "180"})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rule = name()
    events.put_rule(Name=rule, EventPattern=json.dumps({"source": ["users"]}))
    events.put_targets(Rule=rule, Targets=[{"Id": "queue", "Arn": arn}])
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    aws.client("lambda").create_event_source_mapping(EventSourceArn=arn, FunctionName=follow, BatchSize=10)
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{create}"
    api = Http(aws)
    api.integrate("POST /users", IntegrationType="AWS_PROXY", IntegrationUri=function)

    def rows():
        pages = aws.client("dynamodb").get_paginator("scan").paginate(TableName=table)
        return [item for page in pages for item in page["Items"]]

    return f"{api.url}/users", rows


def post_at_once(url, bodies):
    """The status of each answer; what became of the connection where there is none."""
    address = urlsplit(url)

    async def post(body):
        head = f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n"
        request = f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        try:
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write(request.encode())
            answer = await asyncio.wait_for(reader.read(), 300)
            writer.close()
        except OSError as broken:
            return type(broken).__name__
        return answer.split(b" ", 2)[1].decode() if answer else "closed"

    async def every():
        return await asyncio.gather(*map(post, bodies))

    return Counter(asyncio.run(every()))


class Memory(threading.Thread):
    """The most that a group of processes takes while the block runs, in MiB."""

    def __init__(self, group):
        super().__init__(daemon=True)
        self.group, self.most, self.processes, self.over = group, 0, 0, threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()

    def run(self):
        while not self.over.wait(0.2):
            taken = [self._taken(stat) for stat in Path("/proc").glob("[0-9]*/stat")]
            self.most = max(self.most, sum(taken) / 2**20)
            self.processes = max(self.processes, sum(each > 0 for each in taken))

    def _taken(self, stat):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[21]) * os.sysconf("SC_PAGE_SIZE") if int(fields[2]) == self.group else 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_1000_concurrent_requests_are_answered_in_little_memory_and_each_event_arrives_once(shop):
    server, (url, rows) = shop
    with Memory(server.pid) as memory:
        answers = post_at_once(url, [json.dumps({"user": number}) for number in range(1000)])
        assert answers == {"201": 1000}
        assert eventually(lambda: len(rows()) >= 2000, 120), len(rows())
    assert Counter(row.get("times", {"N": "a user"})["N"] for row in rows()) == {"a user": 1000, "1": 1000}
    assert memory.most < 1024, memory.processes


CALLER = """
import boto3, json
functions = boto3.client("lambda")
def handler(event, context):
    answer = functions.invoke(FunctionName=CALLED, Payload=json.dumps(event))
    return json.load(answer["Payload"])
"""


def test_functions_that_wait_for_others_do_not_take_all_the_room(client, corrected):
    called = deploy(corrected, "def handler(event, context): return event['number'] + 1", Timeout=30)
    caller = deploy(corrected, f"CALLED = {called!r}\n{CALLER}", Timeout=30)
    functions = client("lambda")

    def one_more(number):
        answer = functions.invoke(FunctionName=caller, Payload=json.dumps({"number": number}))
        return json.load(answer["Payload"])

    assert at_once(one_more, range(50)) == list(range(1, 51))


def test_functions_that_sleep_do_not_keep_others_waiting(client, corrected):
    sleeper = deploy(corrected, "import time\ndef handler(event, context): time.sleep(20)", Timeout=30)
    quick = deploy(corrected, "def handler(event, context): return 'here'")
    functions = client("lambda")
    for _ in range(12):
        functions.invoke(FunctionName=sleeper, InvocationType="Event", Payload=b"{}")
    time.sleep(2)
    began = time.monotonic()
    answer = functions.invoke(FunctionName=quick, Payload=b"{}")
    assert json.load(answer["Payload"]) == "here"
    assert time.monotonic() - began < 15


def test_an_event_that_finds_its_function_busy_is_kept(client, corrected, tmp_path):
    notes = tmp_path / "notes"
    source = (
        "import time\ndef handler(event, context):\n"
        " time.sleep(event['seconds'])\n"
        f" with open({str(notes)!r}, 'a') as file: print(event['seconds'], file=file)"
    )
    function, functions = deploy(corrected, source, Timeout=30), client("lambda")
    functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=1)
    functions.put_function_event_invoke_config(FunctionName=function, MaximumRetryAttempts=0)
    for seconds in (3, 0):
        functions.invoke(
            FunctionName=function, InvocationType="Event", Payload=json.dumps({"seconds": seconds})
        )
    assert eventually(lambda: notes.exists() and notes.read_text() == "3\n0\n", 30)
