"""The queues of the gallery, through SQS's API."""

import json
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError

from tests.smoke.sessions import Sessions

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
    *callers, deny, allow = json.loads(attributes["Policy"])["Statement"]
    assert deny["Effect"] == "Deny" and deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert allow["Principal"] == {"Service": "events.amazonaws.com"}
    rules = {arn.rpartition("/")[2] for arn in allow["Condition"]["ArnLike"]["aws:SourceArn"]}
    assert rules == {"example-sqs-queue-complete", "example-sqs-queue-complete-cancelled"}
    assert [each["Sid"] for each in callers] == ["CallerBilling", "CallerShops"]
    assert attributes["KmsMasterKeyId"] and attributes["ReceiveMessageWaitTimeSeconds"] == "20"


def refused(call, **request):
    with pytest.raises(ClientError) as error:
        call(**request)
    return "AccessDenied" in error.value.response["Error"]["Code"]


def test_another_account_sends_to_the_queue_by_its_policy_and_does_no_more(local, sqs, gallery):
    url = gallery["sqs_queue_complete"]["queue"]["url"]
    sessions = Sessions(local.url)
    billing = sessions.client("sqs", ("111122223333", "test", None))
    assert billing.send_message(QueueUrl=url, MessageBody="of another account")["MessageId"]
    (message,) = receive(sqs, {"url": url})
    assert message["Body"] == "of another account"
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert refused(billing.receive_message, QueueUrl=url)
    letters = gallery["sqs_queue_complete"]["queue"]["dead_letter_queue"]["url"]
    assert refused(billing.send_message, QueueUrl=letters, MessageBody="x")
    stranger = sessions.client("sqs", ("444455556666", "test", None))
    assert refused(stranger.send_message, QueueUrl=url, MessageBody="x")


def test_without_the_keys_policy_the_queues_does_not_let_another_account_send(local, gallery):
    url = gallery["sqs_queue_complete"]["queue"]["url"]
    billing = Sessions(local.url).client("sqs", ("111122223333", "test", None))
    with policy_of_key(local, lambda text: text.replace("111122223333", "444455556666")):
        assert refused(billing.send_message, QueueUrl=url, MessageBody="x")


def test_accounts_of_the_organization_send_to_the_queue_as_far_as_its_conditions_go(local, sqs, gallery):
    url = gallery["sqs_queue_complete"]["queue"]["url"]
    policy = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
    organizations = local.client("organizations")
    identifier = organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
    made = organizations.create_account(AccountName="shop", Email="shop@example.com")["CreateAccountStatus"]
    member = made["AccountId"]
    shop = Sessions(local.url).client("sqs", (member, "test", None))

    def of_this(text):
        return text.replace("o-a1b2c3d4e5", identifier)

    def write(text):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": text})

    try:
        assert refused(shop.send_message, QueueUrl=url, MessageBody="of another organization")
        with policy_of_key(local, of_this):
            write(of_this(policy))
            assert shop.send_message(QueueUrl=url, MessageBody="of the organization")["MessageId"]
            write(of_this(policy).replace("444455556666", member))  # an account that the condition excludes
            assert refused(shop.send_message, QueueUrl=url, MessageBody="x")
    finally:
        write(policy)
        organizations.remove_account_from_organization(AccountId=member)
        organizations.delete_organization()
    (message,) = receive(sqs, {"url": url})
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


@contextmanager
def policy_of_key(local, changed):
    """The policy of the queue's key, changed for a while."""
    kms = local.client("kms")
    key = kms.describe_key(KeyId="alias/example-sqs-queue-complete")["KeyMetadata"]["KeyId"]
    policy = kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=changed(policy))
    try:
        yield
    finally:
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy)
