"""Checks of the corrections of EventBridge Scheduler."""

import json
import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.local_aws.checks import (
    ROLE,
    bodies,
    check,
    disabled_key,
    document,
    eventually,
    name,
    queue,
    refused_as,
    user,
)


@check
def roles_of_schedules(aws: Any) -> bool:
    scheduler, iam, (_, target) = aws.client("scheduler"), aws.client("iam"), queue(aws)
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    other = iam.create_role(RoleName=name(), AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]

    def refusal(role: str) -> str | None:
        return refused_as(
            scheduler.create_schedule,
            Name=name(),
            ScheduleExpression="rate(1 day)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": target, "RoleArn": role},
        )

    return refusal(ROLE) is None and refusal(other) == "ValidationException"


@check
def keys_of_schedules(aws: Any) -> bool:
    (_, target), key = queue(aws), aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    scheduling = {"Effect": "Allow", "Action": ["scheduler:*", "iam:PassRole"], "Resource": "*"}
    encrypting = {"Effect": "Allow", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": key}
    encrypting["Condition"] = {
        "StringLike": {"kms:EncryptionContext:aws:scheduler:schedule:arn": "*:schedule/default/*"}
    }

    def refusal(key: str, *rights: dict[str, Any]) -> str | None:
        return refused_as(
            user(aws, name(), scheduling, *rights)("scheduler").create_schedule,
            Name=name(),
            ScheduleExpression="rate(1 day)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": target, "RoleArn": ROLE},
            KmsKeyArn=key,
        )

    allowed = refusal(key, encrypting) is None
    everything = {**encrypting, "Resource": "*"}
    unusable = refusal(disabled_key(aws), everything) == "ValidationException"
    return allowed and refusal(key) == "AccessDeniedException" and unusable


def _now(zone: str) -> str:
    return f"at({datetime.now(ZoneInfo(zone)).strftime('%Y-%m-%dT%H:%M:%S')})"


@check
def schedules_by_the_clock(aws: Any) -> bool:
    (url, target), scheduler = queue(aws), aws.client("scheduler")
    settings = {
        "Name": name(),
        "ScheduleExpressionTimezone": "Asia/Tokyo",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": target, "RoleArn": ROLE, "Input": '"came"'},
    }
    scheduler.create_schedule(ScheduleExpression=_now("Asia/Tokyo"), **settings)
    first = bodies(aws, url, 4)
    time.sleep(1)
    scheduler.update_schedule(ScheduleExpression=_now("Asia/Tokyo"), **settings)
    return first == ["came"] and bodies(aws, url, 4) == ["came"]


@check
def targets_of_schedules(aws: Any) -> bool:
    (url, _), (letters_url, letters), schedule = queue(aws), queue(aws), name()

    def send(address: str) -> None:
        message = {"QueueUrl": address, "MessageBody": '{"at": "<aws.scheduler.scheduled-time>"}'}
        aws.client("scheduler").create_schedule(
            Name=schedule,
            ScheduleExpression=_now("UTC"),
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target={
                "Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
                "RoleArn": ROLE,
                "Input": json.dumps(message),
                "DeadLetterConfig": {"Arn": letters},
                "RetryPolicy": {"MaximumRetryAttempts": 0},
            },
        )

    send(url)
    arrived = [body["at"][:4] for body in bodies(aws, url, 4)]
    eventually(lambda: not aws.client("scheduler").list_schedules(NamePrefix=schedule)["Schedules"], 15)
    send(url + "-gone")
    failed = [body["QueueUrl"] for body in bodies(aws, letters_url, 4)]
    return arrived == [time.strftime("%Y")] and failed == [url + "-gone"]
