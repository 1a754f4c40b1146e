"""EventBridge: values that it refuses and that its model allows."""

from ministack.services import eventbridge

from local_aws.edge.errors import Refusal
from local_aws.values import Request, event_patterns, schedules, values

_MOST_TARGETS = 5  # of a rule


@values("PutRule")
def schedule(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html"""
    expression = request.parameters.get("ScheduleExpression")
    if not expression:
        if request.parameters.get("EventPattern"):
            return None
        return Refusal(
            "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified."
        )
    if not (schedules.is_rate(expression) or schedules.is_cron(expression)):
        return Refusal("ValidationException", "Parameter ScheduleExpression is not valid.")
    if request.parameters.get("EventBusName", "default").rpartition("/")[2] != "default":
        return Refusal(
            "ValidationException", "ScheduleExpression is supported only on the default event bus."
        )
    return None


@values("PutRule", "CreateArchive", "UpdateArchive", "TestEventPattern")
def pattern(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html"""
    text = request.parameters.get("EventPattern")
    if not text:
        return None
    try:
        event_patterns.check(text)
    except event_patterns.PatternError as error:
        return Refusal("InvalidEventPatternException", f"Event pattern is not valid. Reason: {error}")
    return None


@values("PutTargets")
def targets_of_a_rule(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""
    given = request.parameters
    bus = given.get("EventBusName", "default").rpartition("/")[2]
    held = eventbridge._targets.get(eventbridge._rule_key(given["Rule"], bus)) or ()
    if len({each["Id"] for each in (*held, *given["Targets"])}) <= _MOST_TARGETS:
        return None
    return Refusal("LimitExceededException", "The requested resource exceeds the maximum number allowed.")


@values("CreateEventBus")
def bus_name(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html"""
    name: str = request.parameters["Name"]
    if name == "default":
        return Refusal("ValidationException", "Event bus default can not be created.")
    if "/" in name and not request.parameters.get("EventSourceName"):
        return Refusal("ValidationException", "Event bus name must not contain '/'.")
    return None
