"""EventBridge: where the engine differs from AWS."""

import json
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import eventbridge, lambda_svc, sqs

from local_aws.corrections import correction
from local_aws.references.existing import is_there

Answer = tuple[int, dict[str, str], bytes]


@correction
def rule_dead_letters() -> None:
    """AWS: an event that cannot be delivered, as its target is gone, goes to the target's dead-letter queue.

    MiniStack: drops it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """
    invoke = eventbridge._invoke_target

    def invoke_target(target: Any, event: Any, rule: Any, view: Any = None) -> None:
        queue = (target.get("DeadLetterConfig") or {}).get("Arn")
        if not queue or is_there(target["Arn"]) or not is_there(queue):
            invoke(target, event, rule, view)
            return
        invoke({**target, "Arn": queue, "SqsParameters": {}}, event, rule, view)
        told = {
            "RULE_ARN": rule["Arn"],
            "TARGET_ARN": target["Arn"],
            "ERROR_CODE": "NO_RESOURCE",
            "ERROR_MESSAGE": f"The specified target does not exist: {target['Arn']}",
            "EXHAUSTED_RETRY_CONDITION": "NonRetryableError",
        }
        attributes = {name: {"DataType": "String", "StringValue": text} for name, text in told.items()}
        sqs._queue_by_arn(queue)["messages"][-1]["message_attributes"] = attributes

    eventbridge._invoke_target = invoke_target


@correction
def bus_policy() -> None:
    """AWS: PutPermission with a policy replaces the bus's whole policy. MiniStack: reads statements only.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html
    """
    put = eventbridge._put_permission

    def put_permission(data: Any) -> Answer:
        if not data.get("Policy"):
            answer: Answer = put(data)
            return answer
        eventbridge._event_bus_policies[data.get("EventBusName", "default")] = json.loads(data["Policy"])
        return 200, {"Content-Type": "application/x-amz-json-1.1"}, b"{}"

    eventbridge._put_permission = put_permission


@correction
def bus_permission_statements() -> None:
    """AWS: a permission becomes a statement as IAM writes it. MiniStack: keeps the request's own words.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    put = eventbridge._put_permission

    def put_permission(data: Any) -> Answer:
        asked = data.get("Condition") or {}
        condition = {asked["Type"]: {asked["Key"]: asked["Value"]}} if asked else None
        account = str(data.get("Principal") or "*")
        principal = {"AWS": f"arn:aws:iam::{account}:root"} if account.isdigit() else account
        answer: Answer = put({**data, "Condition": condition, "Principal": principal})
        return answer

    eventbridge._put_permission = put_permission


@correction
def rules_call_asynchronously() -> None:
    """AWS: a rule's call of a function is tried again, and given up to the function's destination.

    MiniStack: calls once. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
    """

    def dispatch_to_lambda(arn: str, payload: str) -> None:
        function, settings, _ = lambda_svc._get_func_record_for_ref(arn)
        if function and settings:
            record = lambda_svc._execution_record_for_config(function, settings)
            lambda_svc.invoke_async_with_retry(record, json.loads(payload))

    eventbridge._dispatch_to_lambda = dispatch_to_lambda


@correction
def replays_of_lost_archives() -> None:
    """AWS: of an archive that is not there, the replay's parameter is not valid. MiniStack: not found.

    https://github.com/localstack/localstack/blob/v4.14.0/tests/aws/services/events/test_archive_and_replay.py
    """
    start = eventbridge._start_replay

    def start_replay(data: dict[str, Any]) -> Any:
        answer = start(data)
        if b"ResourceNotFoundException" in answer[2] and b"Archive " in answer[2]:
            name = data["EventSourceArn"].rpartition("/")[2]
            message = f"Parameter EventSourceArn is not valid. Reason: Archive {name} does not exist."
            return error_response_json("ValidationException", message, 400)
        return answer

    eventbridge._start_replay = start_replay
