"""The topics of the gallery: what is published, who gets it."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.smoke.sessions import Sessions

pytestmark = pytest.mark.capability("messaging.sns", "behaves")
SETTINGS = ("KmsMasterKeyId", "Policy", "RedrivePolicy", "ReceiveMessageWaitTimeSeconds")


@pytest.fixture
def complete(gallery):
    return gallery["sns_topic_complete"]


@pytest.fixture
def publish(local):
    def send(topic, message, attributes=None, **options):
        options["MessageAttributes"] = {
            name: {"DataType": "String", "StringValue": text} for name, text in (attributes or {}).items()
        }
        body = message if isinstance(message, str) else json.dumps(message)
        return local.client("sns").publish(TopicArn=topic["arn"], Message=body, **options)["MessageId"]

    return send


@pytest.fixture
def take(local):
    sqs = local.client("sqs")

    def messages(queue):
        found = sqs.receive_message(
            QueueUrl=queue["url"], WaitTimeSeconds=1, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=queue["url"], ReceiptHandle=message["ReceiptHandle"])
        return found

    return messages


def order(number, total=5, country="FR"):
    return {"order": number, "total": total, "customer": {"country": country}}


def test_without_a_filter_every_message_comes_in_its_envelope(gallery, publish, take, eventually):
    example = gallery["sns_topic_minimal"]
    identifier = publish(example["topic"], "hello", {"category": "any"})
    (message,) = eventually(lambda: take(example["queue"]))
    envelope = json.loads(message["Body"])
    assert (envelope["Message"], envelope["MessageId"]) == ("hello", identifier)
    assert envelope["TopicArn"] == example["topic"]["arn"]
    assert envelope["MessageAttributes"]["category"] == {"Type": "String", "Value": "any"}


def test_a_filter_on_attributes_passes_its_message_and_not_the_near_miss(complete, publish, take, eventually):
    publish(complete["topic"], order(1), {"category": "Shoes"})
    publish(complete["topic"], order(2), {"kind": "shoes"})
    publish(complete["topic"], {"category": "shoes"})
    publish(complete["topic"], order(3), {"category": "shoes"})
    (message,) = eventually(lambda: take(complete["queues"]["shoes"]))
    assert json.loads(json.loads(message["Body"])["Message"])["order"] == 3
    assert take(complete["queues"]["shoes"]) == []


def test_a_filter_on_the_body_passes_its_message_raw_and_not_the_near_miss(
    complete, publish, take, eventually
):
    publish(complete["topic"], order(4, total=999))
    publish(complete["topic"], order(5, total=1000, country="IE"))
    publish(complete["topic"], "no JSON")
    publish(complete["topic"], order(6, total=1000), {"category": "hats"})
    (message,) = eventually(lambda: take(complete["queues"]["fraud"]))
    assert json.loads(message["Body"]) == order(6, total=1000)
    assert message["MessageAttributes"]["category"]["StringValue"] == "hats"
    assert take(complete["queues"]["fraud"]) == []


def test_a_function_is_called_with_each_message(local, complete, publish, eventually):
    def calls():
        found = local.client("logs").filter_log_events(
            logGroupName=complete["worker"]["log_group_name"], filterPattern="REPORT"
        )
        return len(found["events"])

    before = calls()
    publish(complete["topic"], order(7))
    eventually(lambda: calls() > before)


def test_what_cannot_be_delivered_reaches_the_dead_letter_queue(local, complete, publish, take, eventually):
    sqs, queue = local.client("sqs"), complete["queues"]["shoes"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue["url"], AttributeNames=["All"])["Attributes"]
    take(queue["dead_letter_queue"])
    sqs.delete_queue(QueueUrl=queue["url"])
    publish(complete["topic"], order(8), {"category": "shoes"})
    publish(complete["topic"], order(9), {"category": "hats"})
    try:
        (message,) = eventually(lambda: take(queue["dead_letter_queue"]))
        assert json.loads(json.loads(message["Body"])["Message"])["order"] == 8
        assert take(queue["dead_letter_queue"]) == []
    finally:
        kept = {name: text for name, text in attributes.items() if name in SETTINGS}
        sqs.create_queue(QueueName=queue["name"], Attributes=kept)


def test_a_fifo_topic_keeps_the_order_of_a_group_and_drops_duplicates(gallery, publish, take):
    example = gallery["sns_topic_fifo"]
    for body in ("1", "2", "2", "3"):
        publish(example["topic"], body, MessageGroupId="account-7")
    bodies = []
    while messages := take(example["queue"]):
        bodies += [message["Body"] for message in messages]
    assert bodies == ["1", "2", "3"]


def test_a_fifo_topic_refuses_a_message_without_a_group(gallery, publish):
    with pytest.raises(ClientError, match="MessageGroupId"):
        publish(gallery["sns_topic_fifo"]["topic"], "1")


def test_a_rule_publishes_to_the_topic(local, complete, take, eventually):
    detail = json.dumps(order(10, total=5000))
    entry = {"Source": "example.returns", "DetailType": "OrderReturned", "Detail": detail}
    assert local.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0
    (message,) = eventually(lambda: take(complete["queues"]["fraud"]))
    assert json.loads(message["Body"])["order"] == 10


def test_only_encrypted_transport_and_eventbridge_are_let_in(local, complete):
    attributes = local.client("sns").get_topic_attributes(TopicArn=complete["topic"]["arn"])["Attributes"]
    *callers, deny, allow = json.loads(attributes["Policy"])["Statement"]
    assert [each["Sid"] for each in callers] == ["CallerReturns", "CallerShops"]
    assert deny["Effect"] == "Deny" and deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert allow["Principal"] == {"Service": "events.amazonaws.com"}
    assert "Condition" not in allow  # EventBridge sends no condition keys to topics
    assert attributes["KmsMasterKeyId"].startswith("arn:aws:kms:")


def test_another_account_publishes_to_the_topic_by_its_policy_and_does_no_more(
    local, complete, take, eventually
):
    arn, message = complete["topic"]["arn"], json.dumps(order(11, total=7000))
    sessions = Sessions(local.url)
    returns, stranger = (
        sessions.client("sns", (account, "test", None)) for account in ("111122223333", "444455556666")
    )
    assert returns.publish(TopicArn=arn, Message=message)["MessageId"]
    (got,) = eventually(lambda: take(complete["queues"]["fraud"]))
    assert json.loads(got["Body"])["order"] == 11
    queue = {"Protocol": "sqs", "Endpoint": "arn:aws:sqs:eu-west-1:111122223333:orders"}
    for call, request in (
        (stranger.publish, {"TopicArn": arn, "Message": message}),
        (returns.subscribe, {"TopicArn": arn, **queue}),
    ):
        with pytest.raises(ClientError) as refused:
            call(**request)
        assert refused.value.response["Error"]["Code"] == "AuthorizationError"
    assert take(complete["queues"]["fraud"]) == []
