"""The schedules of the gallery: what comes when they are due, and where to what cannot be delivered."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("messaging.scheduler", "behaves")


@pytest.fixture
def arrived(local):
    """Takes what is in a queue: the body and the attributes of each message."""
    sqs = local.client("sqs")

    def take(queue):
        found = sqs.receive_message(
            QueueUrl=queue["url"],
            MaxNumberOfMessages=10,
            MessageAttributeNames=["All"],
            WaitTimeSeconds=1,
        ).get("Messages", [])
        for each in found:
            sqs.delete_message(QueueUrl=queue["url"], ReceiptHandle=each["ReceiptHandle"])
        return [
            (
                json.loads(each["Body"]),
                {name: value["StringValue"] for name, value in each.get("MessageAttributes", {}).items()},
            )
            for each in found
        ]

    return take


@pytest.fixture
def at_once(local):
    """Has a schedule invoke its target now, by the clock of its time zone, and gives it its own time back."""
    scheduler = local.client("scheduler")
    changed = []

    def change(schedule, group):
        found = scheduler.get_schedule(Name=schedule, GroupName=group)
        kept = {
            name: found[name]
            for name in (
                "Name",
                "GroupName",
                "FlexibleTimeWindow",
                "Target",
                "ScheduleExpressionTimezone",
                "State",
            )
        }
        own = {
            name: found[name]
            for name in ("Description", "KmsKeyArn", "StartDate", "EndDate")
            if name in found
        }
        changed.append({**kept, **own, "ScheduleExpression": found["ScheduleExpression"]})
        due = datetime.now(ZoneInfo(found["ScheduleExpressionTimezone"])) + timedelta(seconds=1)
        key = {"KmsKeyArn": found["KmsKeyArn"]} if "KmsKeyArn" in found else {}
        scheduler.update_schedule(**kept, **key, ScheduleExpression=f"at({due:%Y-%m-%dT%H:%M:%S})")

    yield change
    for each in reversed(changed):
        scheduler.update_schedule(**each)


@pytest.fixture
def without_rights(local):
    """Takes the rights of a role away, until the test is over."""
    iam = local.client("iam")
    kept = []

    def take(role, but=()):
        (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
        policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        kept.append({"RoleName": role, "PolicyName": name, "PolicyDocument": json.dumps(policy)})
        left = [
            each
            for each in policy["Statement"]
            if any(
                action in str(each["Action"]) and resource in str(each["Resource"])
                for action, resource in but
            )
        ]
        iam.put_role_policy(
            RoleName=role, PolicyName=name, PolicyDocument=json.dumps({**policy, "Statement": left})
        )

    yield take
    for each in reversed(kept):
        iam.put_role_policy(**each)


def test_a_schedule_sends_once_when_the_clock_of_its_zone_shows_its_time(
    gallery, arrived, at_once, eventually
):
    example = gallery["schedule_minimal"]
    at_once(example["schedule"]["name"], example["schedule"]["group"]["name"])
    assert [body for body, _ in eventually(lambda: arrived(example["queue"]))] == [{"report": "daily"}]
    assert arrived(example["queue"]) == []


def test_without_the_right_nothing_is_sent_and_the_dead_letters_say_why(
    gallery, arrived, at_once, eventually, without_rights
):
    example = gallery["schedule_minimal"]
    without_rights(example["schedule"]["role_name"], but=[("sqs:SendMessage", example["failed"]["arn"])])
    at_once(example["schedule"]["name"], example["schedule"]["group"]["name"])
    ((body, why),) = eventually(lambda: arrived(example["failed"]))
    assert body == {"report": "daily"}
    assert "AccessDenied" in why["ERROR_CODE"]
    assert why["TARGET_ARN"] == example["queue"]["arn"]
    assert why["SCHEDULE_ARN"] == example["schedule"]["arn"]
    assert arrived(example["queue"]) == []


def test_an_event_comes_to_the_bus_within_the_window(gallery, arrived, at_once, eventually):
    """The payload is encrypted with the example's key."""
    example = gallery["schedule_complete"]
    at_once(example["report"]["name"], example["report"]["group"]["name"])
    ((event, _),) = eventually(lambda: arrived(example["queues"]["days"]))
    assert (event["source"], event["detail-type"]) == ("example.clock", "DayBegan")
    assert datetime.fromisoformat(event["detail"]["at"])


def test_a_rate_calls_an_api_again_and_again(gallery, arrived, eventually):
    example = gallery["schedule_complete"]
    beat, _ = eventually(lambda: arrived(example["queues"]["beats"]), 90)[0]
    assert beat == {"schedule": example["heartbeat"]["arn"], "attempt": "1"}


def test_without_the_right_an_api_is_not_called(gallery, arrived, at_once, eventually, without_rights):
    example = gallery["schedule_complete"]
    failed = example["queues"]["failed"]
    without_rights(example["heartbeat"]["role_name"], but=[("sqs:SendMessage", failed["arn"])])
    arrived(failed)
    at_once(example["heartbeat"]["name"], example["heartbeat"]["group"]["name"])
    (body, why) = eventually(lambda: arrived(failed))[0]
    assert body["QueueUrl"] == example["queues"]["beats"]["url"]
    assert "AccessDenied" in why["ERROR_CODE"]


def test_schedules_have_the_settings_they_were_given(local, gallery):
    report = gallery["schedule_complete"]["report"]
    found = local.client("scheduler").get_schedule(Name=report["name"], GroupName=report["group"]["name"])
    assert (found["ScheduleExpression"], found["ScheduleExpressionTimezone"]) == (
        "cron(30 7 ? * MON-FRI *)",
        "Europe/Berlin",
    )
    assert found["FlexibleTimeWindow"] == {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15}
    assert found["Target"]["RetryPolicy"] == {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 3}
    assert found["StartDate"] < found["EndDate"]
    assert found["State"] == "ENABLED"


def test_a_schedule_of_an_api_that_only_reads_is_refused(local, gallery):
    report = gallery["schedule_complete"]["report"]
    scheduler = local.client("scheduler")
    found = scheduler.get_schedule(Name=report["name"], GroupName=report["group"]["name"])
    target = {"Arn": "arn:aws:scheduler:::aws-sdk:sqs:receiveMessage", "RoleArn": found["Target"]["RoleArn"]}
    with pytest.raises(ClientError) as refused:
        scheduler.create_schedule(
            Name="reads",
            GroupName=report["group"]["name"],
            ScheduleExpression="rate(1 day)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={**target, "Input": "{}"},
        )
    assert refused.value.response["Error"]["Code"] == "ValidationException"
