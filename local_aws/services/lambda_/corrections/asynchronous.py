"""Calls that Lambda queues: where the engine differs from AWS."""

import contextvars
import json
import threading
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ministack.core.arn import parse_arn
from ministack.services import eventbridge, lambda_svc, sqs

from local_aws.authorisation import deliveries
from local_aws.corrections import correction


@correction
def asynchronous_calls() -> None:
    """AWS: a call is tried as the alias says that was called, successes are told of too, and a dead-letter
    queue gets the bare event. MiniStack: reads $LATEST's settings, tells of no success, wraps dead letters.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
    """
    find = lambda_svc._get_func_record_for_ref

    def find_as_called(reference: Any) -> Any:
        func, config, name = find(reference)
        qualified = str(reference).startswith("arn:") and str(reference).count(":") == 7
        return func, {**config, "FunctionArn": reference} if config and qualified else config, name

    def call(func: Any, event: Any) -> None:
        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(_call, func, event), daemon=True).start()

    lambda_svc._get_func_record_for_ref = find_as_called
    lambda_svc.invoke_async_with_retry = call


def _call(func: Any, event: Any) -> None:
    config = func["config"]
    name, arn = config["FunctionName"], config["FunctionArn"]
    qualifier = arn.split(":")[7] if arn.count(":") == 7 else None
    settings = lambda_svc._event_invoke_config(lambda_svc._functions.get(name) or func, qualifier) or {}
    deadline = time.time() + settings.get("MaximumEventAgeInSeconds", 21600)
    condition = "RetriesExhausted"
    refusals = calls = 0
    while True:
        result = lambda_svc._execute_function_with_config_scope(func, event)
        # What Lambda has no room for stays in its queue, and has not been tried; unless it is to have none.
        refused = bool(result.get("throttle")) and lambda_svc._reserved_concurrency(func, config) != 0
        refusals, calls = (refusals + 1, calls) if refused else (0, calls + 1)
        if not result.get("error"):
            condition = "Success"
            break
        if not refused and calls > settings.get("MaximumRetryAttempts", 2):
            break
        pause = min(
            lambda_svc._LAMBDA_ASYNC_RETRY_BASE_SECONDS * 2 ** ((refusals or calls) - 1),
            lambda_svc._LAMBDA_ASYNC_RETRY_MAX_SECONDS,
        )
        if time.time() + pause > deadline:
            condition = "EventAgeExceeded"
            break
        time.sleep(pause)
    record = {
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "requestId": str(uuid4()),
            "functionArn": arn if qualifier else f"{arn}:$LATEST",
            "condition": condition,
            "approximateInvokeCount": calls,
        },
        "requestPayload": event,
        "responseContext": {"statusCode": 200, "executedVersion": config.get("Version", "$LATEST")},
        "responsePayload": result.get("body"),
    }
    if condition != "Success":
        record["responseContext"]["functionError"] = result.get("function_error") or "Unhandled"
    kind = "OnSuccess" if condition == "Success" else "OnFailure"
    destination = settings.get("DestinationConfig", {}).get(kind, {}).get("Destination")
    if destination:
        _tell(config, destination, record, kind)
    dead_letters = (config.get("DeadLetterConfig") or {}).get("TargetArn")
    if dead_letters and kind == "OnFailure" and _tell(config, dead_letters, event, kind):
        queue = sqs._queue_by_arn(dead_letters)
        if queue:
            told = {
                "RequestID": ("String", record["requestContext"]["requestId"]),
                "ErrorCode": ("Number", "200"),
                "ErrorMessage": ("String", str((result.get("body") or {}).get("errorMessage"))),
            }
            queue["messages"][-1]["message_attributes"] = {
                name: {"DataType": kind, "StringValue": text} for name, (kind, text) in told.items()
            }


def _tell(function: Any, arn: str, content: Any, kind: str) -> bool:
    """Send to a queue, topic, function or event bus, as a rule's target gets its input.

    The function's role sends it; what it may not send is lost. Whether it was sent.
    """
    if deliveries.denied(deliveries.Sender.as_role(function["Role"], function["FunctionName"]), arn):
        return False
    text = json.dumps(content)
    spec = parse_arn(arn)
    if spec.service == "sqs":
        eventbridge._dispatch_to_sqs(spec, text)
    elif spec.service == "sns":
        eventbridge._dispatch_to_sns(arn, text)
    elif spec.service == "lambda":
        eventbridge._dispatch_to_lambda(arn, text)
    elif spec.service == "events":
        entry = {
            "EventBusName": arn,
            "Source": "lambda",
            "DetailType": f"Lambda Function Invocation Result - {kind.removeprefix('On')}",
            "Detail": text,
        }
        eventbridge._put_events({"Entries": [entry]})
    return True
