"""Step Functions: where the engine differs from AWS."""

import contextvars
import json
import threading
from typing import Any

from ministack.core.responses import error_response_json, now_iso
from ministack.services import stepfunctions

from local_aws.corrections import correction


@correction
def execution_timeouts() -> None:
    """AWS: an execution ends as TIMED_OUT after its definition's TimeoutSeconds. MiniStack: it runs on.

    And what its last task still does changes nothing about an execution that has ended.
    https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
    """
    run, fail, start_sync = (
        stepfunctions._run_execution,
        stepfunctions._fail_execution,
        stepfunctions._start_sync_execution,
    )

    def run_until_timeout(arn: str) -> None:
        execution = stepfunctions._executions[arn]
        machine = stepfunctions._state_machines[execution["stateMachineArn"]]
        work = threading.Thread(target=contextvars.copy_context().run, args=(run, arn), daemon=True)
        work.start()
        work.join(json.loads(machine["definition"]).get("TimeoutSeconds"))
        if work.is_alive() and execution["status"] == "RUNNING":
            execution.update(status="TIMED_OUT", stopDate=now_iso(), error="States.Timeout")
            stepfunctions._add_event(
                execution, "ExecutionTimedOut", {"executionTimedOutEventDetails": {"error": "States.Timeout"}}
            )
            stepfunctions._emit_execution_status_event(execution)

    def fail_unless_ended(execution: dict[str, Any], error: str, cause: str) -> None:
        if execution["status"] == "RUNNING":
            fail(execution, error, cause)

    def without_output_unless_succeeded(data: dict[str, Any]) -> Any:
        status, headers, body = start_sync(data)
        answer = json.loads(body)
        if answer.get("status") not in (None, "SUCCEEDED"):
            del answer["output"]
        return status, headers, json.dumps(answer).encode()

    stepfunctions._run_execution = run_until_timeout
    stepfunctions._fail_execution = fail_unless_ended
    stepfunctions._start_sync_execution = without_output_unless_succeeded


@correction
def execution_inputs() -> None:
    """AWS: an input that is no JSON is refused, and so is a Standard state machine that shall answer at once.

    MiniStack: starts with an empty input, and answers for both types.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
    """

    def checked(start: Any, kinds: set[str]) -> Any:
        def start_checked(data: dict[str, Any]) -> Any:
            try:
                json.loads(data.get("input", "{}"))
            except ValueError as wrong:
                message = f"Invalid State Machine Execution Input: '{wrong}'"
                return error_response_json("InvalidExecutionInput", message, 400)
            arn = stepfunctions._resolve_state_machine_arn(data.get("stateMachineArn", "").partition("#")[0])
            if arn and stepfunctions._state_machines[arn]["type"] not in kinds:
                message = "This operation is not supported by this type of state machine"
                return error_response_json("StateMachineTypeNotSupported", message, 400)
            return start(data)

        return start_checked

    stepfunctions._start_execution = checked(stepfunctions._start_execution, {"EXPRESS", "STANDARD"})
    stepfunctions._start_sync_execution = checked(stepfunctions._start_sync_execution, {"EXPRESS"})


@correction
def synchronous_executions_by_alias() -> None:
    """AWS: an alias or a version is waited for, too. MiniStack: knows only the state machine's own ARN.

    https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
    """
    start = stepfunctions._start_sync_execution

    def start_resolved(data: dict[str, Any]) -> Any:
        arn = data.get("stateMachineArn", "")
        return start({**data, "stateMachineArn": stepfunctions._resolve_state_machine_arn(arn) or arn})

    stepfunctions._start_sync_execution = start_resolved


@correction
def state_machine_tracing() -> None:
    """AWS: keeps the tracing configuration. MiniStack: forgets it, so that a plan turns it on for ever.

    https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
    """
    create, update = stepfunctions._create_state_machine, stepfunctions._update_state_machine

    def keeping(answer: Any, data: dict[str, Any], arn: str) -> Any:
        if answer[0] == 200 and "tracingConfiguration" in data:
            stepfunctions._state_machines[arn]["tracingConfiguration"] = data["tracingConfiguration"]
        return answer

    def create_keeping(data: dict[str, Any]) -> Any:
        answer = create(data)
        return keeping(answer, data, json.loads(answer[2]).get("stateMachineArn", ""))

    def update_keeping(data: dict[str, Any]) -> Any:
        return keeping(update(data), data, data.get("stateMachineArn", ""))

    stepfunctions._create_state_machine = create_keeping
    stepfunctions._update_state_machine = update_keeping


@correction
def state_machines_end_with_their_versions() -> None:
    """AWS: deleting a state machine deletes its versions and aliases. MiniStack: they outlive it.

    https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
    """
    delete = stepfunctions._delete_state_machine

    def delete_all(data: dict[str, Any]) -> Any:
        arn = data.get("stateMachineArn", "")
        for store in (stepfunctions._state_machine_versions, stepfunctions._state_machine_aliases):
            for qualified in [each for each in store if each.rpartition(":")[0] == arn]:
                del store[qualified]
        return delete(data)

    stepfunctions._delete_state_machine = delete_all


@correction
def timeout_paths() -> None:
    """AWS: a task has as many seconds as the number at its TimeoutSecondsPath. MiniStack: it has no end.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
    """
    execute = stepfunctions._execute_task

    def execute_task(state: dict[str, Any], given: Any, execution: Any, context: Any) -> Any:
        if path := state.get("TimeoutSecondsPath"):
            state = {**state, "TimeoutSeconds": stepfunctions._resolve_path_or_ctx(path, given, context)}
        return execute(state, given, execution, context)

    stepfunctions._execute_task = execute_task


@correction
def attributes_of_published_messages() -> None:
    """AWS: a message that a task publishes has its MessageAttributes. MiniStack: filters see none.

    https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
    """
    publish = stepfunctions._invoke_sns_publish

    def publish_with_attributes(resource: str, given: dict[str, Any]) -> Any:
        flat = {
            f"MessageAttributes.entry.{number}.{key}": value
            for number, (name, attribute) in enumerate(
                (given.get("MessageAttributes") or {}).items(), start=1
            )
            for key, value in [("Name", name), *((f"Value.{key}", value) for key, value in attribute.items())]
        }
        return publish(resource, {**given, **flat})

    stepfunctions._SERVICE_DISPATCH["arn:aws:states:::sns:publish"] = publish_with_attributes


@correction
def throttled_functions() -> None:
    """AWS: a task whose function is throttled fails with Lambda.TooManyRequestsException. MiniStack: Unknown.

    https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception
    """
    call = stepfunctions._call_lambda

    def call_lambda(function: str, event: Any) -> Any:
        try:
            return call(function, event)
        except stepfunctions._ExecutionError as failed:
            try:
                kind = json.loads(failed.cause).get("__type") if failed.error == "Lambda.Unknown" else None
            except (ValueError, AttributeError):
                kind = None
            if kind:
                raise stepfunctions._ExecutionError(f"Lambda.{kind}", failed.cause) from None
            raise

    stepfunctions._call_lambda = call_lambda
