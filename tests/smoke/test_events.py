"""The buses and rules of the gallery: what is published, what arrives."""

import json

import pytest

pytestmark = pytest.mark.capability("messaging.eventbridge", "apply")


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
