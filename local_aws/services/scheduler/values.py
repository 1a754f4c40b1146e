"""EventBridge Scheduler: values that it refuses and that its model allows."""

from zoneinfo import available_timezones

from local_aws.edge.errors import Refusal
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
