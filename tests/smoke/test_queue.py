"""The queues of the gallery, through SQS's API."""

import json

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("messaging.sqs", "behaves")


@pytest.fixture
def sqs(local):
    return local.client("sqs")


def receive(sqs, queue, **options):
    found = sqs.receive_message(QueueUrl=queue["url"], WaitTimeSeconds=1, MaxNumberOfMessages=10, **options)
    return found.get("Messages", [])


def test_a_message_that_is_never_processed_reaches_the_dead_letters_and_the_good_one_does_not(
    sqs, gallery, eventually
):
    queue = gallery["sqs_queue_complete"]["queue"]  # two more receives than max_receives = 3 allows
    sqs.send_message(QueueUrl=queue["url"], MessageBody="poison")
    sqs.send_message(QueueUrl=queue["url"], MessageBody="good")

    def dead():
        for message in receive(sqs, queue, VisibilityTimeout=0):
            if message["Body"] == "good":
                sqs.delete_message(QueueUrl=queue["url"], ReceiptHandle=message["ReceiptHandle"])
        return receive(sqs, queue["dead_letter_queue"])

    (letter,) = eventually(dead)
    assert letter["Body"] == "poison"
    assert receive(sqs, queue) == []
    sqs.delete_message(QueueUrl=queue["dead_letter_queue"]["url"], ReceiptHandle=letter["ReceiptHandle"])


def test_a_dead_letter_is_moved_back_and_processed(sqs, gallery, eventually):
    queue = gallery["sqs_queue_complete"]["queue"]
    letters = queue["dead_letter_queue"]
    sqs.send_message(QueueUrl=queue["url"], MessageBody="fails until it is corrected")
    eventually(lambda: not receive(sqs, queue, VisibilityTimeout=0))

    sqs.start_message_move_task(SourceArn=letters["arn"])
    (back,) = eventually(lambda: receive(sqs, queue))
    assert back["Body"] == "fails until it is corrected"
    sqs.delete_message(QueueUrl=queue["url"], ReceiptHandle=back["ReceiptHandle"])
    (task,) = sqs.list_message_move_tasks(SourceArn=letters["arn"])["Results"]
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 1)
    assert receive(sqs, letters) == []


def test_the_redrive_grant_moves_dead_letters_back_and_nothing_else(gallery):
    queue = gallery["sqs_queue_complete"]["queue"]
    letters, back, *key = queue["grants"]["redrive"]
    assert letters["resources"] == [queue["dead_letter_queue"]["arn"]]
    assert {"sqs:StartMessageMoveTask", "sqs:ReceiveMessage", "sqs:DeleteMessage"} <= set(letters["actions"])
    assert (back["actions"], back["resources"]) == (["sqs:SendMessage"], [queue["arn"]])
    assert {action.partition(":")[0] for statement in key for action in statement["actions"]} == {"kms"}


def test_a_fifo_queue_keeps_the_order_of_a_group_and_drops_duplicates(sqs, gallery):
    queue = gallery["sqs_queue_fifo"]["queue"]
    for body in ("1", "2", "2", "3"):
        sqs.send_message(QueueUrl=queue["url"], MessageBody=body, MessageGroupId="account-7")
    bodies = []
    while messages := receive(sqs, queue):
        bodies += [message["Body"] for message in messages]
        for message in messages:
            sqs.delete_message(QueueUrl=queue["url"], ReceiptHandle=message["ReceiptHandle"])
    assert bodies == ["1", "2", "3"]


def test_a_fifo_queue_refuses_a_message_without_a_group(sqs, gallery):
    with pytest.raises(ClientError) as refused:
        sqs.send_message(QueueUrl=gallery["sqs_queue_fifo"]["queue"]["url"], MessageBody="1")
    assert refused.value.response["Error"]["Code"] == "MissingParameter"


def test_a_received_message_is_hidden_from_others_until_its_time_is_up(sqs, gallery, eventually):
    queue = gallery["sqs_queue_minimal"]["queue"]
    sqs.send_message(QueueUrl=queue["url"], MessageBody="once")
    assert len(receive(sqs, queue, VisibilityTimeout=2)) == 1
    assert receive(sqs, queue) == []
    (again,) = eventually(lambda: receive(sqs, queue))
    sqs.delete_message(QueueUrl=queue["url"], ReceiptHandle=again["ReceiptHandle"])


def test_only_encrypted_transport_and_the_named_rules_are_let_in(sqs, gallery):
    url = gallery["sqs_queue_complete"]["queue"]["url"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    deny, allow = json.loads(attributes["Policy"])["Statement"]
    assert deny["Effect"] == "Deny" and deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert allow["Principal"] == {"Service": "events.amazonaws.com"}
    rules = {arn.rpartition("/")[2] for arn in allow["Condition"]["ArnLike"]["aws:SourceArn"]}
    assert rules == {"example-sqs-queue-complete", "example-sqs-queue-complete-cancelled"}
    assert attributes["KmsMasterKeyId"] and attributes["ReceiveMessageWaitTimeSeconds"] == "20"
