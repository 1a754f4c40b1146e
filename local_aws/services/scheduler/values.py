"""EventBridge Scheduler: values that it refuses and that its model allows."""

import json
from contextlib import suppress
from zoneinfo import available_timezones

from local_aws.edge.errors import Refusal
from local_aws.services.scheduler import targets
from local_aws.values import Request, schedules, values


@values("CreateSchedule", "UpdateSchedule")
def expression(request: Request) -> Refusal | None:
    """Unlike rules, schedules may have the plural with 1, too: `rate(1 hours)`.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
    """
    text: str = request.parameters["ScheduleExpression"]
    is_rate = schedules.is_rate(text) or schedules.is_rate(text.replace("s)", ")"))
    if not (is_rate or schedules.is_cron(text) or schedules.is_at(text)):
        return Refusal("ValidationException", f"Invalid Schedule Expression {text}.")
    return None


@values("CreateSchedule", "UpdateSchedule")
def time_zone(request: Request) -> Refusal | None:
    """A name of the IANA's: https://www.iana.org/time-zones"""
    zone = request.parameters.get("ScheduleExpressionTimezone")
    if zone and zone not in available_timezones():
        return Refusal("ValidationException", f"Invalid ScheduleExpressionTimezone {zone}.")
    return None


@values("CreateSchedule", "UpdateSchedule")
def window(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html"""
    asked = request.parameters["FlexibleTimeWindow"]
    minutes = asked.get("MaximumWindowInMinutes")
    if asked["Mode"] == "FLEXIBLE" and minutes is None:
        return Refusal("ValidationException", "MaximumWindowInMinutes must be specified with mode FLEXIBLE.")
    if asked["Mode"] == "OFF" and minutes is not None:
        return Refusal("ValidationException", "MaximumWindowInMinutes is not allowed with mode OFF.")
    return None


@values("CreateSchedule", "UpdateSchedule")
def target(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html"""
    asked = request.parameters["Target"]
    arn = asked["Arn"]
    needed = _NEEDED.get(arn.split(":")[2])
    if needed and not asked.get(needed):
        return Refusal("ValidationException", f"{needed} must be specified for the target {arn}.")
    if not arn.startswith("arn:aws:scheduler:::aws-sdk:"):
        return None
    if targets.named(arn) is None:
        return Refusal("ValidationException", f"Invalid target: {arn} is no operation that can be scheduled.")
    with suppress(ValueError):
        if isinstance(json.loads(asked.get("Input") or "{}"), dict):
            return None
    return Refusal("ValidationException", "Invalid RequestJson provided. Reason: it must be a JSON object.")


@values("CreateSchedule", "UpdateSchedule")
def period(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html"""
    start, end = (request.parameters.get(name) for name in ("StartDate", "EndDate"))
    if start and end and end <= start:
        return Refusal("ValidationException", "EndDate must be later than StartDate.")
    return None


# What a target of these services is not called without.
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
_NEEDED = {"ecs": "EcsParameters", "events": "EventBridgeParameters", "kinesis": "KinesisParameters"}
