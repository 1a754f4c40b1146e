"""ECS: tasks have roles that ECS may assume."""

from typing import Any

from moto.ecs.exceptions import EcsClientException
from moto.ecs.models import EC2ContainerServiceBackend

from local_aws.authorisation import rights
from local_aws.corrections import correction


@correction
def roles_of_tasks() -> None:
    """AWS: assumes the roles of a task when it starts it. moto: starts every task.

    A service's tasks that do not start for this are an event of the service.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    """
    run = EC2ContainerServiceBackend.run_task

    def run_if_permitted(self: Any, cluster: str, definition: str, *args: Any, **more: Any) -> Any:
        problem = role_problem(self.describe_task_definition(definition))
        if problem:
            raise EcsClientException(problem)
        return run(self, cluster, definition, *args, **more)

    EC2ContainerServiceBackend.run_task = run_if_permitted


def role_problem(definition: Any) -> str | None:
    """Why ECS starts no task of a definition, in its own text; None if it does.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#create_task_iam_policy_and_role
    """
    region, account = definition.arn.split(":")[3:5]
    context = rights.source(f"arn:aws:ecs:{region}:{account}:task/any", account)
    for kind in ("execution_role_arn", "task_role_arn"):
        role = getattr(definition, kind, None)
        if role and not rights.may_assume("ecs-tasks", role, context).allowed:
            return (
                f"ECS was unable to assume the role '{role}' that was provided for this task. Please verify"
                " that the role being passed has the proper trust relationship and permissions and that your"
                " IAM user has permissions to pass this role."
            )
    return None
