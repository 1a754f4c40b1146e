"""The buses and rules of the gallery: what is published, what arrives."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("messaging.eventbridge", "behaves")


@pytest.fixture
def publish(local, gallery):
    def put(total: int, source: str = "example.orders") -> None:
        entry = {
            "EventBusName": gallery["event_rule_complete"]["events"]["name"],
            "Source": source,
            "DetailType": "OrderPlaced",
            "Detail": json.dumps({"order": f"o-{total}", "total": total}),
        }
        assert local.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0

    return put


@pytest.fixture
def arrived(local, gallery):
    sqs = local.client("sqs")

    def bodies(queue: str) -> list[dict]:
        url = gallery["event_rule_complete"]["queues"][queue]["url"]
        messages = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1, MaxNumberOfMessages=10).get(
            "Messages", []
        )
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in messages]

    return bodies


def test_a_rule_passes_its_event_and_not_the_near_miss(publish, arrived, eventually):
    publish(999)
    publish(1000, source="example.returns")
    publish(1000)
    (event,) = eventually(lambda: arrived("fraud"))
    assert event["detail"] == {"order": "o-1000", "total": 1000}
    assert event["source"] == "example.orders"
    assert arrived("fraud") == []


def test_a_target_gets_only_what_its_input_names(publish, arrived, eventually):
    arrived("sales")
    publish(2000)
    found = eventually(lambda: arrived("sales"))
    assert {"order": "o-2000", "total": 2000} in found
    assert all(set(body) == {"order", "total"} for body in found)


def test_every_target_has_its_dead_letter_queue(local, gallery):
    targets = local.client("events").list_targets_by_rule(
        Rule="example-event-rule-complete", EventBusName=gallery["event_rule_complete"]["events"]["name"]
    )["Targets"]
    queues = gallery["event_rule_complete"]["queues"]
    assert {t["Id"]: t["DeadLetterConfig"]["Arn"] for t in targets} == {
        name: queue["dead_letter_queue"]["arn"] for name, queue in queues.items()
    }


def test_the_archive_keeps_what_its_pattern_names(local, gallery):
    archive = local.client("events").describe_archive(ArchiveName="example-event-bus-complete")
    assert archive["RetentionDays"] == 365
    assert json.loads(archive["EventPattern"]) == {"source": [{"prefix": "example.orders"}]}


@pytest.fixture
def listening(local, gallery):
    """A rule of another service's on the bus with the archive, and what it brings."""
    bus, name = gallery["event_bus_complete"]["events"]["name"], f"listening-{uuid4().hex[:8]}"
    events, sqs = local.client("events"), local.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = json.dumps({"source": [{"prefix": "example."}]})
    rule = events.put_rule(Name=name, EventBusName=bus, EventPattern=pattern)["RuleArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])

    def come():
        messages = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1, MaxNumberOfMessages=10).get(
            "Messages", []
        )
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in messages]

    yield come
    events.remove_targets(Rule=name, EventBusName=bus, Ids=["queue"])
    events.delete_rule(Name=name, EventBusName=bus)
    sqs.delete_queue(QueueUrl=url)


def test_archived_events_of_a_period_come_again_and_others_do_not(local, gallery, listening, eventually):
    events, bus = local.client("events"), gallery["event_bus_complete"]["events"]
    for source in ("example.orders", "example.orders.returns", "example.users"):
        entry = {"EventBusName": bus["name"], "Source": source, "DetailType": "Ordered", "Detail": "{}"}
        assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0
    first: list[dict] = []
    eventually(lambda: first.extend(listening()) or len(first) == 3)

    def replay(begin, end):
        name = f"replay-{uuid4().hex[:8]}"
        events.start_replay(
            ReplayName=name,
            EventSourceArn=bus["archive_arn"],
            EventStartTime=begin,
            EventEndTime=end,
            Destination={"Arn": bus["arn"]},
        )
        eventually(lambda: events.describe_replay(ReplayName=name)["State"] == "COMPLETED")
        return name

    now = datetime.now(UTC)
    replay(now - timedelta(days=2), now - timedelta(days=1))
    assert listening() == []
    name = replay(now - timedelta(hours=1), now + timedelta(minutes=1))
    again = eventually(listening)
    assert sorted(event["source"] for event in again) == ["example.orders", "example.orders.returns"]
    assert {event["replay-name"] for event in again} == {name}
    assert not any("replay-name" in event for event in first)


def test_a_replay_of_an_archive_that_is_not_there_is_refused(local, gallery):
    bus = gallery["event_bus_complete"]["events"]
    with pytest.raises(ClientError) as refused:
        local.client("events").start_replay(
            ReplayName="nothing",
            EventSourceArn=bus["archive_arn"] + "-lost",
            EventStartTime=datetime.now(UTC) - timedelta(hours=1),
            EventEndTime=datetime.now(UTC),
            Destination={"Arn": bus["arn"]},
        )
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_a_schedule_fires_by_the_clock(local, gallery, eventually):
    url = gallery["event_rule_minimal"]["queue"]["url"]
    (message, *_) = eventually(
        lambda: local.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages"),
        seconds=90,
    )
    event = json.loads(message["Body"])
    assert (event["source"], event["detail-type"]) == ("aws.events", "Scheduled Event")
    assert event["resources"][0].endswith(":rule/example-event-rule-minimal")


def test_another_account_and_an_organization_may_publish_and_no_one_else(local, gallery):
    bus = gallery["event_bus_complete"]["events"]
    policy = json.loads(local.client("events").describe_event_bus(Name=bus["name"])["Policy"])
    statements = {statement["Sid"]: statement for statement in policy["Statement"]}
    assert statements.keys() == {"partner", "shops"}
    assert {(each["Action"], each["Resource"]) for each in statements.values()} == {
        ("events:PutEvents", bus["arn"])
    }
    assert statements["partner"]["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert statements["shops"]["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


def test_grants_publish_and_replay_on_this_bus_only(gallery):
    bus = gallery["event_bus_complete"]["events"]
    grants = bus["grants"]
    (publish,) = grants["publish"]
    assert (publish["actions"], publish["resources"]) == (["events:PutEvents"], [bus["arn"]])
    archive, start, watch = grants["replay"]
    assert archive["resources"] == [bus["archive_arn"]]
    assert start["actions"] == ["events:StartReplay"]
    assert {bus["arn"], bus["archive_arn"]} < set(start["resources"])
    assert watch["actions"] == ["events:CancelReplay", "events:DescribeReplay"]


def test_targets_try_as_often_and_as_long_as_they_were_told(local, gallery):
    targets = local.client("events").list_targets_by_rule(
        Rule="example-event-rule-complete", EventBusName=gallery["event_rule_complete"]["events"]["name"]
    )["Targets"]
    assert {each["Id"]: each["RetryPolicy"] for each in targets} == {
        "fraud": {"MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 3600},
        "sales": {"MaximumRetryAttempts": 185, "MaximumEventAgeInSeconds": 86400},
    }


def test_what_cannot_be_delivered_is_among_the_dead_letters(local, gallery, publish, eventually):
    sqs, queue = local.client("sqs"), gallery["event_rule_complete"]["queues"]["sales"]
    sqs.delete_queue(QueueUrl=queue["url"])  # the last test that needs it
    publish(3000)
    (message,) = eventually(
        lambda: sqs.receive_message(
            QueueUrl=queue["dead_letter_queue"]["url"], MessageAttributeNames=["All"], WaitTimeSeconds=1
        ).get("Messages")
    )
    assert message["MessageAttributes"]["TARGET_ARN"]["StringValue"] == queue["arn"]
    assert "o-3000" in message["Body"]


def test_what_exists_already_gets_events_and_messages(local, gallery, eventually):
    """A rule of their bus, a topic, and their queue, whose policy lets both in."""
    example = gallery["event_rule_existing"]
    url, bus = example["theirs"]["orders"]["url"], example["theirs"]["bus"]
    sqs, came = local.client("sqs"), set()
    entry = {"EventBusName": bus, "Source": "example.existing", "DetailType": "Ordered", "Detail": "{}"}
    assert local.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0
    local.client("sns").publish(TopicArn=example["topic"]["arn"], Message=json.dumps({"source": "topic"}))

    def both():
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", []):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            came.add(json.loads(message["Body"])["source"])
        return came == {"example.existing", "topic"}

    assert eventually(both)
