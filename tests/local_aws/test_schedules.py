"""Schedules of EventBridge Scheduler: when they are due, what they call, how often they try."""

import calendar
import json
import subprocess
import time

import pytest

from local_aws import running
from tests.local_aws.checks import ROLE, bodies, eventually, name, queue
from tooling.paths import ROOT
from tooling.venvs import python_of

pytestmark = pytest.mark.capability("messaging.scheduler", "behaves")

# In the engines' own environment: what is due by a schedule, one line of JSON each.
_DUE = """
import json, sys
from local_aws.services.scheduler import clock
for line in sys.stdin:
    schedule, last, now = json.loads(line)
    print(json.dumps(clock.due(schedule, last, now)))
"""


def due(*asked, start=None):
    """When each is due: (expression, zone, last, now), moments as 2026-03-29T01:00:00 in UTC.

    They were made on the first of January 2026, and may begin before.
    """
    lines = [
        json.dumps(
            [
                {
                    "ScheduleExpression": expression,
                    "ScheduleExpressionTimezone": zone,
                    "LastModificationDate": moment("2026-01-01T00:00:00"),
                    "StartDate": start and moment(start),
                },
                last and moment(last),
                moment(now),
            ]
        )
        for expression, zone, last, now in asked
    ]
    found = subprocess.run(
        [python_of("local-aws"), "-c", _DUE],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    moments = [json.loads(line) for line in found.stdout.splitlines()]
    return [each and time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(each)) for each in moments]


def moment(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%S"))


def test_a_schedule_is_due_when_the_clock_of_its_zone_says_so():
    six, once = "cron(0 6 * * ? *)", "at(2026-07-01T06:00:00)"
    night = "cron(30 2 * * ? *)"
    assert due(
        (six, "UTC", "2026-07-01T05:00:00", "2026-07-01T06:00:00"),
        (six, "UTC", "2026-07-01T05:00:00", "2026-07-01T05:59:59"),
        (six, "Europe/Berlin", "2026-07-01T00:00:00", "2026-07-01T04:00:00"),  # summer: two hours ahead
        (six, "Europe/Berlin", "2026-12-01T00:00:00", "2026-12-01T04:30:00"),
        (six, "Europe/Berlin", "2026-12-01T00:00:00", "2026-12-01T05:00:00"),
        (once, "Asia/Tokyo", None, "2026-06-30T20:59:59"),
        (once, "Asia/Tokyo", None, "2026-06-30T21:00:00"),
        (once, "Asia/Tokyo", "2026-06-30T21:00:00", "2026-07-02T00:00:00"),
        # 02:30 is left out when summer time begins, and comes twice, for one invocation, when it ends.
        (night, "Europe/Berlin", "2026-03-28T12:00:00", "2026-03-29T12:00:00"),
        (night, "Europe/Berlin", "2026-10-24T12:00:00", "2026-10-25T00:30:00"),
        (night, "Europe/Berlin", "2026-10-25T00:30:00", "2026-10-25T12:00:00"),
    ) == [
        "2026-07-01T06:00:00",
        None,
        "2026-07-01T04:00:00",
        None,
        "2026-12-01T05:00:00",
        None,
        "2026-06-30T21:00:00",
        None,
        None,
        "2026-10-25T00:30:00",
        None,
    ]


def test_a_rate_counts_from_its_beginning_and_does_not_drift():
    assert due(
        ("rate(5 minutes)", "UTC", None, "2026-01-01T00:04:59"),
        ("rate(5 minutes)", "UTC", None, "2026-01-01T00:05:08"),
        ("rate(5 minutes)", "UTC", "2026-01-01T00:05:00", "2026-01-01T00:09:59"),
        ("rate(5 minutes)", "UTC", "2026-01-01T00:05:00", "2026-01-01T00:10:03"),
    ) == [None, "2026-01-01T00:05:00", None, "2026-01-01T00:10:00"]


def test_what_was_due_before_a_schedule_was_made_is_not_made_up_for():
    daily = ("cron(0 6 * * ? *)", "UTC", None)
    assert due(
        (*daily, "2026-01-01T05:59:00"), (*daily, "2026-01-01T06:00:00"), start="2025-12-01T00:00:00"
    ) == [
        None,
        "2026-01-01T06:00:00",
    ]
    assert due(("rate(1 day)", "UTC", None, "2026-01-01T23:00:00"), start="2025-12-01T22:00:00") == [
        "2026-01-01T22:00:00"
    ]
    assert due(("rate(1 day)", "UTC", None, "2026-01-01T21:00:00"), start="2025-12-01T22:00:00") == [None]


def test_a_throttled_call_is_tried_again_as_often_as_the_retry_policy_says(corrected):
    (url, _), (letters_url, letters) = queue(corrected), queue(corrected)
    letters_found = []

    def schedule(attempts):
        message = {"QueueUrl": url, "MessageBody": '"attempt <aws.scheduler.attempt-number>"'}
        corrected.client("scheduler").create_schedule(
            Name=name(),
            ScheduleExpression=f"at({time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime())})",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={
                "Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
                "RoleArn": ROLE,
                "Input": json.dumps(message),
                "DeadLetterConfig": {"Arn": letters},
                "RetryPolicy": {"MaximumRetryAttempts": attempts},
            },
        )

    def dead():
        found = corrected.client("sqs").receive_message(
            QueueUrl=letters_url, MessageAttributeNames=["All"], WaitTimeSeconds=1
        )
        letters_found.extend(found.get("Messages", []))
        return bool(letters_found)

    running.set_fault(corrected.directory, kind="throttle", service="sqs", operation="SendMessage")
    try:
        schedule(1)
        assert eventually(dead, 15)
    finally:
        running.clear_faults(corrected.directory)
    (letter,) = letters_found
    why = {name: each["StringValue"] for name, each in letter["MessageAttributes"].items()}
    assert why["RETRY_ATTEMPTS"] == "1"
    assert why["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"
    assert bodies(corrected, url) == []
    schedule(0)
    assert bodies(corrected, url, 5) == ["attempt 1"]
