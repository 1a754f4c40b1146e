"""Checks of the corrections of EventBridge Scheduler."""

from typing import Any

from tests.local_aws.checks import ROLE, check, document, name, queue, refused_as


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
