"""Checks of the corrections of EventBridge Scheduler."""

from typing import Any

from tests.local_aws.checks import ROLE, check, disabled_key, document, name, queue, refused_as, user


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
