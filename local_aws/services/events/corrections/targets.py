"""Targets of rules: who may be sent to, and what becomes of what may not."""

import json
from typing import Any

from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import eventbridge, lambda_svc

from local_aws.authorisation.deliveries import Sender, denied
from local_aws.corrections import correction
from local_aws.references.existing import is_there
from local_aws.services.events import authorisation, deliveries
from local_aws.services.sqs import messages

# What EventBridge can only call as a role.
_NEED_A_ROLE = ("ecs", "firehose", "kinesis", "states")


@correction
def rule_dead_letters() -> None:
    """AWS: an event that cannot be delivered goes to the target's dead-letter queue, and is counted: as the
    target is gone, or as neither its policy nor the target's role allows it. MiniStack: drops the first, and
    delivers the second. It delivers nothing to streams and log groups.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    invoke = eventbridge._invoke_target

    def invoke_target(target: Any, event: Any, rule: Any, view: Any = None) -> None:
        view = view or eventbridge._pattern_event_view(event)
        delivery = deliveries.Delivery(target, rule)
        delivery.count("Invocations")
        if failure := delivery.failure():
            delivery.count("FailedInvocations")
            delivery.dead_letters(json.dumps(view.event_with_detail()), failure)
        elif deliver := deliveries.DELIVER.get(delivery.arn.split(":")[2]):
            deliver(target, deliveries.payload(target, event, rule, view), event)
        else:
            invoke(target, event, rule, view)

    eventbridge._invoke_target = invoke_target


@correction
def targets_that_need_roles() -> None:
    """AWS: refuses a target without a role that it can only call as one. MiniStack: takes it.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
    """
    validate = eventbridge._validate_target_arn

    def validate_target(target: Any) -> Any:
        arn = target.get("Arn", "")
        needs_a_role = arn.split(":")[2:3] and (
            arn.split(":")[2] in _NEED_A_ROLE or ":api-destination/" in arn
        )
        if needs_a_role and not target.get("RoleArn"):
            message = f"RoleArn is required for target {arn}."
            return error_response_json("ValidationException", message, 400)
        return validate(target)

    eventbridge._validate_target_arn = validate_target


@correction
def keys_of_buses() -> None:
    """AWS: events that EventBridge may not encrypt with a bus's key go to the bus's dead-letter queue.

    MiniStack: does not ask.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq.html
    """
    dispatch = eventbridge._dispatch_event

    def dispatch_event(event: Any, view: Any = None) -> None:
        name = event.get("EventBusName", "default")
        bus = f"arn:aws:events:{get_region()}:{get_account_id()}:event-bus/{name}"
        if not authorisation.key_denied(bus):
            dispatch(event, view)
            return
        settings = (eventbridge._event_buses.get(name) or {}).get("DeadLetterConfig") or {}
        queue = settings.get("Arn")
        if queue and is_there(queue) and not denied(Sender.as_itself("events", bus), queue):
            view = view or eventbridge._pattern_event_view(event)
            attributes = {"EVENT_BUS_ARN": bus, "ERROR_CODE": "CUSTOMER_MANAGED_KEY_ACCESS_DENIED"}
            messages.send(queue, json.dumps(view.event_with_detail()), attributes)

    eventbridge._dispatch_event = dispatch_event


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
