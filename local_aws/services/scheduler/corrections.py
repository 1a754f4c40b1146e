"""EventBridge Scheduler: where the engine differs from AWS. Its deliveries are those of `events`."""

from typing import Any

from ministack.services import scheduler

from local_aws.corrections import correction
from local_aws.services.events.deliveries import may_be_assumed


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
