"""What Step Functions asks IAM: of a state machine's role when it is made, and of each task as that role."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from botocore.loaders import Loader
from ministack import app
from ministack.core.responses import error_response_json, get_account_id, get_region, new_uuid
from ministack.services import ecs, stepfunctions

from local_aws.authorisation import acting, actions, deliveries, rights
from local_aws.authorisation.evaluation import Decision
from local_aws.corrections import correction
from local_aws.edge import calls
from local_aws.services.lambda_.authorisation import arn_of

Settings = Mapping[str, Any]
Wanted = list[tuple[str, str]]
_LOGS = (
    *("CreateLogDelivery", "GetLogDelivery", "UpdateLogDelivery", "DeleteLogDelivery", "ListLogDeliveries"),
    *("PutResourcePolicy", "DescribeResourcePolicies", "DescribeLogGroups"),
)
# What a task that waits for another service's work hears of it by.
_MANAGED_RULES = {
    ":states:startExecution.sync": "StepFunctionsGetEventsForStepFunctionsExecutionRule",
    ":ecs:runTask.sync": "StepFunctionsGetEventsForECSTaskRule",
}
# The error of a denied task by what its resource begins with, and how its cause names the service.
_ERRORS = {
    "lambda": ("Lambda.AWSLambdaException", "AWSLambda"),
    "sqs": ("SQS.AmazonSQSException", "AmazonSQS"),
    "sns": ("SNS.AuthorizationErrorException", "AmazonSNS"),
    "dynamodb": ("DynamoDB.AmazonDynamoDBException", "AmazonDynamoDBv2"),
    "events": ("EventBridge.EventBridgeException", "AmazonEventBridge"),
    "states": ("StepFunctions.AWSStepFunctionsException", "AWSStepFunctions"),
    "ecs": ("ECS.AccessDeniedException", "AmazonECS"),
}


@correction
def roles_of_state_machines() -> None:
    """AWS: tries to assume the role, and what the role must do for logs and for tasks that are waited for.

    MiniStack: asks whether there is such a role.
    https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
    https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
    https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
    """
    create, update = stepfunctions._create_state_machine, stepfunctions._update_state_machine

    def create_machine(asked: Any) -> Any:
        arn = f"arn:aws:states:{get_region()}:{get_account_id()}:stateMachine:{asked.get('name')}"
        problem = asked.get("roleArn") and _role_problem(arn, asked)
        return error_response_json("AccessDeniedException", problem, 400) if problem else create(asked)

    def update_machine(asked: Any) -> Any:
        arn = asked.get("stateMachineArn", "")
        kept = stepfunctions._state_machines.get(arn)
        problem = kept and _role_problem(arn, {**kept, **asked})
        return error_response_json("AccessDeniedException", problem, 400) if problem else update(asked)

    stepfunctions._create_state_machine, stepfunctions._update_state_machine = create_machine, update_machine


def _may_assume(machine: str, role: str) -> bool:
    """https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html"""
    return rights.may_assume("states", role, rights.source(machine)).allowed


def _role_problem(machine: str, settings: Settings) -> str | None:
    """Why Step Functions refuses the role of a state machine, in its own text."""
    role = settings["roleArn"]
    if not _may_assume(machine, role):
        return (
            "Neither the global service principal states.amazonaws.com, nor the regional one is authorized"
            " to assume the provided role."
        )
    session = rights.session(role, new_uuid().replace("-", ""))
    region, account = machine.split(":")[3:5]
    for resource, rule in _MANAGED_RULES.items():
        arn = f"arn:aws:events:{region}:{account}:rule/{rule}"
        if resource in settings.get("definition", "") and not all(
            rights.authorise(session, f"events:{verb}", arn).allowed
            for verb in ("PutTargets", "PutRule", "DescribeRule")
        ):
            return f"'{role}' is not authorized to create managed-rule."
    logs = settings.get("loggingConfiguration") or {}
    if logs.get("level", "OFF") != "OFF" and not all(
        rights.authorise(session, f"logs:{verb}", "*").allowed for verb in _LOGS
    ):
        return "The state machine IAM Role is not authorized to access the Log Destination"
    return None


@correction
def rights_of_tasks() -> None:
    """AWS: a task acts as its state machine's role, and fails with what the service says when it may not.

    MiniStack: every task may do everything.
    https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    """
    run, test = stepfunctions._run_execution, stepfunctions._test_state
    invoke, wait = stepfunctions._invoke_resource, stepfunctions._invoke_with_callback
    call, distribute = app.call_service_handler_sync, stepfunctions._run_distributed_map
    read = stepfunctions._s3_object_text

    def run_as_role(arn: str) -> None:
        execution = stepfunctions._executions[arn]
        machine = execution["stateMachineArn"]
        role = (stepfunctions._state_machines.get(machine) or {}).get("roleArn", "")
        if role and not _may_assume(machine, role):
            cause = "Step Functions is not authorized to assume the role of the state machine."
            stepfunctions._fail_execution(execution, "States.Runtime", cause)
            return
        with acting.acting_as(rights.session(role, execution["name"][:64]) if role else None):
            run(arn)

    def test_as_role(asked: Any) -> Any:
        role = asked.get("roleArn")
        with acting.acting_as(rights.session(role, "TestState") if role else None):
            return test(asked)

    def invoke_if_allowed(resource: str, given: Any) -> Any:
        _ask(resource, given)
        return invoke(resource, given)

    def wait_if_allowed(resource: str, given: Any, token: str, state: Any) -> Any:
        _ask(resource, given)
        return wait(resource, given, token, state)

    def call_if_allowed(
        handler: Any, method: str, path: str, headers: Any, body: Any, query: Any, *more: Any
    ) -> Any:
        if acting.current() is not None:
            _ask_for_call(method, path, headers, body, query)
        return call(handler, method, path, headers, body, query, *more)

    def distribute_if_allowed(
        state: Any, given: Any, effective: Any, inner: Any, execution: Any, seen: Any
    ) -> Any:
        machine = execution["stateMachineArn"].partition("/")[0]
        _require("states:StartExecution", machine, *_ERRORS["states"])
        return distribute(state, given, effective, inner, execution, seen)

    def read_if_allowed(bucket: str, key: str) -> Any:
        _require("s3:GetObject", f"arn:aws:s3:::{bucket}/{key}", "States.ItemReaderFailed", "S3")
        return read(bucket, key)

    stepfunctions._run_execution, stepfunctions._test_state = run_as_role, test_as_role
    stepfunctions._invoke_resource, stepfunctions._invoke_with_callback = invoke_if_allowed, wait_if_allowed
    app.call_service_handler_sync, stepfunctions._run_distributed_map = call_if_allowed, distribute_if_allowed
    stepfunctions._s3_object_text = read_if_allowed


def _ask(resource: str, given: Any) -> None:
    """Ask for what an optimized integration calls.

    Raises:
        stepfunctions._ExecutionError: the role may not do it.
    """
    service, _, rest = resource.partition("arn:aws:states:::")[2].partition(":")
    if resource.startswith("arn:aws:lambda:"):
        service, rest = "lambda", "invoke"
        given = {"FunctionName": resource}
    if service not in _ERRORS or not isinstance(given, dict):
        return
    name = re.sub(r"\..*", "", rest)
    for action, arn in _WANTED[service](name, given):
        _require(action, arn, *_ERRORS[service])
    if rest.startswith("runTask") or ".sync" not in rest:
        return
    execution = str(given.get("StateMachineArn", "")).replace(":stateMachine:", ":execution:") + ":*"
    for action in ("states:DescribeExecution", "states:StopExecution"):
        _require(action, execution, *_ERRORS["states"])


def _function(_: str, given: Settings) -> Wanted:
    arn = arn_of(str(given.get("FunctionName", "")))
    qualifier = given.get("Qualifier")
    return [("lambda:InvokeFunction", f"{arn}:{qualifier}" if qualifier else arn)]


def _queue(_: str, given: Settings) -> Wanted:
    name = str(given.get("QueueUrl", "")).rstrip("/").rpartition("/")[2]
    return [("sqs:SendMessage", f"arn:aws:sqs:{get_region()}:{get_account_id()}:{name}")]


def _topic(_: str, given: Settings) -> Wanted:
    arn = given.get("TopicArn") or given.get("TargetArn") or "*"
    return [("sns:Publish", str(arn))]


def _table(name: str, given: Settings) -> Wanted:
    table = str(given.get("TableName", ""))
    place = f"arn:aws:dynamodb:{get_region()}:{get_account_id()}:table/"
    return [(f"dynamodb:{name[:1].upper()}{name[1:]}", table if table.startswith("arn:") else place + table)]


def _buses(_: str, given: Settings) -> Wanted:
    place = f"arn:aws:events:{get_region()}:{get_account_id()}:event-bus/"
    names = {str(entry.get("EventBusName") or "default") for entry in given.get("Entries") or []}
    return [("events:PutEvents", name if name.startswith("arn:") else place + name) for name in sorted(names)]


def _machine(_: str, given: Settings) -> Wanted:
    return [("states:StartExecution", str(given.get("StateMachineArn", "")))]


def _container(_: str, given: Settings) -> Wanted:
    named = str(given.get("TaskDefinition", ""))
    place = f"arn:aws:ecs:{get_region()}:{get_account_id()}:task-definition/"
    found = ecs._task_defs.get(named.rpartition("/")[2]) if hasattr(ecs, "_task_defs") else None
    roles = [(found or {}).get(kind) for kind in ("taskRoleArn", "executionRoleArn")]
    wanted = [("ecs:RunTask", named if named.startswith("arn:") else place + named)]
    return wanted + [("iam:PassRole", role) for role in roles if role]


_WANTED: dict[str, Callable[[str, Settings], Wanted]] = {
    "lambda": _function,
    "sqs": _queue,
    "sns": _topic,
    "dynamodb": _table,
    "events": _buses,
    "states": _machine,
    "ecs": _container,
}


def _require(action: str, resource: str, error: str, service: str) -> None:
    """Raise a task's error if its role may not do something."""
    principal = acting.current()
    if principal is None:
        return
    if action in deliveries.ACTIONS.values() and resource.startswith("arn:"):
        decision: Decision | None = deliveries.denied(deliveries.Sender(principal, {}, {}), resource, action)
    else:
        decision = acting.denied(action, resource)
    if decision is not None:
        raise stepfunctions._ExecutionError(
            error,
            f"{acting.message(principal, action, resource, decision)} (Service: {service}; Status Code: 403;"
            f" Error Code: AccessDeniedException; Request ID: {new_uuid()}; Proxy: null)",
        )


def _ask_for_call(method: str, path: str, headers: Any, body: Any, query: Any) -> None:
    """Ask for a call of the AWS SDK, by the request that it would be.

    Raises:
        stepfunctions._ExecutionError: the role may not make it.
    """
    call = calls.of(method, path, dict(headers), body or b"", query or {})
    if call is None:
        return
    name = next(
        (
            each
            for each, known in stepfunctions._AWS_SDK_SERVICE_MAP.items()
            if known.get("service_key", each) == call.signed_as
            and each in stepfunctions._AWS_SDK_ERROR_PREFIX
        ),
        call.service,
    )
    prefix = stepfunctions._AWS_SDK_ERROR_PREFIX.get(name, name.capitalize())
    for action, resource in actions.needed(call, get_account_id()):
        _require(action, resource, f"{prefix}.{_sdk_exception(call.service, prefix)}", prefix)


def _sdk_exception(service: str, prefix: str) -> str:
    """The class that the SDK for Java throws: the service's own, where its model has one for denials."""
    shapes = Loader().load_service_model(service, "service-2")["shapes"]
    own = ("AccessDeniedException", "AuthorizationErrorException")
    return next((name for name in own if name in shapes), f"{prefix}Exception")
