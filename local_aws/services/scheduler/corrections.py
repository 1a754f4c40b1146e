"""EventBridge Scheduler: where the engine differs from AWS."""

import logging
import time
from typing import Any

from ministack.core.responses import new_uuid, request_scope
from ministack.services import eventbridge, scheduler

from local_aws.authorisation import callers
from local_aws.corrections import correction
from local_aws.services.scheduler import clock
from local_aws.services.scheduler.authorisation import key_denied
from local_aws.services.scheduler.deliveries import Invocation, may_be_assumed

_LOOKS_EVERY = 1  # seconds


@correction
def roles_of_schedules() -> None:
    """AWS: tries to assume a schedule's role when it is set. MiniStack: does not ask.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/troubleshooting.html
    """
    create, update = scheduler._create_schedule, scheduler._update_schedule
    message = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."

    def checked(change: Any, name: str, body: dict[str, Any]) -> Any:
        role = (body.get("Target") or {}).get("RoleArn")
        arn = scheduler._schedule_arn(body.get("GroupName", "default"), name)
        if role and not may_be_assumed(role, arn):
            return scheduler._error(400, "ValidationException", message)
        return change(name, body)

    scheduler._create_schedule = lambda name, body: checked(create, name, body)
    scheduler._update_schedule = lambda name, body: checked(update, name, body)


@correction
def keys_of_schedules() -> None:
    """AWS: encrypts a schedule's payload with its key for who creates or changes it. MiniStack: does not ask.

    When it delivers, the execution role decrypts it: see `deliveries`.
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
    """
    callers.mark_calls(scheduler)
    create, update = scheduler._create_schedule, scheduler._update_schedule

    def checked(change: Any, name: str, body: dict[str, Any]) -> Any:
        key, caller = body.get("KmsKeyArn"), callers.caller(scheduler)
        arn = scheduler._schedule_arn(body.get("GroupName", "default"), name)
        if key and caller and (decision := key_denied(caller, key, arn, "GenerateDataKey", "Decrypt")):
            kind = callers.failure_of(decision)
            code = "AccessDeniedException" if kind == "AccessDenied" else "ValidationException"
            status = 403 if kind == "AccessDenied" else 400
            return scheduler._error(status, code, callers.message_of(decision, caller, arn))
        return change(name, body)

    scheduler._create_schedule = lambda name, body: checked(create, name, body)
    scheduler._update_schedule = lambda name, body: checked(update, name, body)


@correction
def schedules_by_the_clock() -> None:
    """AWS: a schedule follows the clock of its time zone, and a rate counts from its beginning.

    MiniStack: UTC for all; a rate counts from when it was last looked at, which is every ten seconds; a
    one-time schedule is not invoked again when it is changed.
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
    """
    scheduler._SCHEDULE_TICK_INTERVAL = _LOOKS_EVERY
    scheduler._tick_schedules = _Ticking().tick


class _Ticking:
    def __init__(self) -> None:
        self._began = time.time()
        self._last: dict[Any, tuple[Any, float]] = {}  # the times that the last moment is of

    def tick(self) -> None:
        now, schedules = time.time(), scheduler._schedules._data
        self._last = {key: last for key, last in self._last.items() if key in schedules}
        for key, schedule in list(schedules.items()):
            last = self._last_of(key, schedule)
            moment = clock.due(schedule, last, now) if schedule["State"] == "ENABLED" else None
            if moment is not None:
                last = moment
                self._last[key] = _times_of(schedule), moment
                _invoke(key, schedule, moment)
            if schedule["ActionAfterCompletion"] == "DELETE" and clock.is_over(schedule, last, now):
                schedules.pop(key, None)

    def _last_of(self, key: Any, schedule: dict[str, Any]) -> float | None:
        times, last = self._last.get(key, (None, 0.0))
        if times == _times_of(schedule):
            return last
        # What was due while nothing ran is not made up for.
        return self._began if schedule["LastModificationDate"] < self._began else None


def _times_of(schedule: dict[str, Any]) -> tuple[Any, ...]:
    names = ("CreationDate", "ScheduleExpression", "ScheduleExpressionTimezone", "StartDate")
    return tuple(schedule.get(name) for name in names)


def _invoke(key: tuple[str, str, str], schedule: dict[str, Any], moment: float) -> None:
    account, region, _ = key
    event = {
        "EventId": new_uuid(),
        "Source": "aws.scheduler",
        "DetailType": "Scheduled Event",
        "Detail": "{}",
        "Time": moment,
        "Resources": [schedule["Arn"]],
        "Account": account,
        "Region": region,
    }
    with request_scope(account, region):
        try:
            eventbridge._invoke_target(schedule["Target"], event, schedule)
        except Exception:
            logging.getLogger("scheduler").exception("%s was not invoked", schedule["Arn"])


@correction
def targets_of_schedules() -> None:
    """AWS: a schedule calls any API as its role, tries again, and says in its dead letters what failed.

    MiniStack: sends as a rule does, to queues, topics, functions, state machines and buses.
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
    """
    invoke = eventbridge._invoke_target

    def invoke_target(target: Any, event: Any, rule: Any, view: Any = None) -> None:
        if ":scheduler:" in rule.get("Arn", ""):
            Invocation(rule, event["Time"]).make()
        else:
            invoke(target, event, rule, view)

    eventbridge._invoke_target = invoke_target
