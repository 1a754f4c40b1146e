"""EventBridge Scheduler: where the engine differs from AWS. Its deliveries are those of `events`."""

from typing import Any

from ministack.services import scheduler

from local_aws.authorisation import callers
from local_aws.corrections import correction
from local_aws.services.events.deliveries import may_be_assumed
from local_aws.services.scheduler.authorisation import key_denied


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

    When it delivers, the execution role decrypts it: see `events.deliveries`.
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
