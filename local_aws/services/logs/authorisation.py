"""CloudWatch Logs: who may write, by the account's policies; and what Logs asks for itself."""

import json
from typing import Any

from ministack.core import iam_actions
from ministack.core.responses import (
    error_response_json,
    get_account_id,
    get_region,
    json_response,
    request_scope,
)
from ministack.services import cloudwatch_logs

from local_aws.authorisation import deliveries, keys, rights
from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy
from local_aws.corrections import correction
from local_aws.services.lambda_.authorisation import call_denied

Answer = Any
_OPERATIONS = ("Encrypt", "Decrypt", "GenerateDataKey")


@resource_policy("logs")
def of_log_group(arn: str) -> tuple[Policy, ...]:
    """The policies for services that the account has in the region.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
    """
    region, account = arn.split(":")[3:5]
    with request_scope(account, region):
        kept = list(cloudwatch_logs._resource_policies.values())
    return tuple(
        Policy(f"log policy {each['policyName']}", as_document(each["policyDocument"])) for each in kept
    )


@correction
def keys_of_log_groups() -> None:
    """AWS: the key of a log group must let CloudWatch Logs use it, for this log group. MiniStack: takes any,
    and does not change it.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    handle = cloudwatch_logs.handle_request
    create = cloudwatch_logs._create_log_group

    def problem(name: str, key: str) -> Answer | None:
        if keys.key_arn(key) is None:
            message = "The specified KMS Key Id could not be found."
            return error_response_json("InvalidParameterException", message, 400)
        group = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{name}"
        service = rights.service(f"logs.{get_region()}.amazonaws.com")
        if keys.may_use(service, key, *_OPERATIONS, encryption_context={"aws:logs:arn": group}):
            message = (
                f"The specified KMS key does not exist or is not allowed to be used with LogGroup '{group}'"
            )
            return error_response_json("AccessDeniedException", message, 400)
        return None

    def create_group(asked: Any) -> Answer:
        key = asked.get("kmsKeyId")
        return (key and problem(asked.get("logGroupName", ""), key)) or create(asked)

    async def handle_with_keys(method: str, path: str, headers: Any, body: bytes, query: Any) -> Answer:
        call = headers.get("x-amz-target", "").rpartition(".")[2]
        if call not in ("AssociateKmsKey", "DisassociateKmsKey"):
            return await handle(method, path, headers, body, query)
        asked = json.loads(body)
        name = asked.get("logGroupName") or asked.get("resourceIdentifier", "").rpartition(":log-group:")[2]
        group = cloudwatch_logs._log_groups.get(name.removesuffix(":*"))
        if group is None:
            message = "The specified log group does not exist."
            return error_response_json("ResourceNotFoundException", message, 400)
        key = asked.get("kmsKeyId")
        if key and (refused := problem(name.removesuffix(":*"), key)):
            return refused
        group["kmsKeyId"] = key
        return json_response({})

    cloudwatch_logs.handle_request, cloudwatch_logs._create_log_group = handle_with_keys, create_group


@correction
def streams_in_rights_of_callers() -> None:
    """AWS: who makes, writes or reads a log stream needs a right to the stream. MiniStack: one to its group.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    """
    resource_of = iam_actions.extract_resource_arn

    def extract_resource_arn(
        service: str, method: str, path: str, headers: Any, body: bytes, *more: Any
    ) -> Any:
        arn = resource_of(service, method, path, headers, body, *more)
        call = str(headers.get("x-amz-target", "")).rpartition(".")[2]
        if service != "logs" or call not in _OF_STREAMS:
            return arn
        try:
            stream = json.loads(body or b"{}").get("logStreamName")
        except (AttributeError, ValueError):
            return arn
        return f"{str(arn).removesuffix(':*')}:log-stream:{stream}" if stream else arn

    iam_actions.extract_resource_arn = extract_resource_arn


_OF_STREAMS = {"CreateLogStream", "DeleteLogStream", "GetLogEvents", "PutLogEvents"}


@correction
def rights_of_subscriptions() -> None:
    """AWS: a subscription's function must let CloudWatch Logs in; a stream is written with the filter's role.

    Logs tries when the filter is made. MiniStack: takes and calls everything.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
    """
    put, fan_out = cloudwatch_logs._put_subscription_filter, cloudwatch_logs._fanout_to_subscription_filters

    def put_filter(asked: Any) -> Answer:
        target = asked.get("destinationArn", "")
        problem = _problem(asked.get("logGroupName", ""), target, asked.get("roleArn", ""))
        return error_response_json("InvalidParameterException", problem, 400) if problem else put(asked)

    def fan_out_if_permitted(name: str, stream: str, events: Any) -> None:
        group = cloudwatch_logs._log_groups.get(name) or {}
        filters = group.get("subscriptionFilters") or {}
        functions = [
            each["destinationArn"] for each in filters.values() if ":function:" in each["destinationArn"]
        ]
        if any(_calls(name, each) for each in functions):
            fan_out(name, stream, events)

    cloudwatch_logs._put_subscription_filter = put_filter
    cloudwatch_logs._fanout_to_subscription_filters = fan_out_if_permitted


def _calls(group: str, function: str) -> bool:
    """Whether a function lets Logs in, by its name or by its name in the region."""
    source = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{group}:*"
    names = (f"logs.{get_region()}.amazonaws.com", "logs")
    return any(not call_denied(deliveries.Sender.as_itself(name, source), function) for name in names)


def _problem(group: str, target: str, role: str) -> str | None:
    if ":function:" in target:
        refusal = (
            "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to"
        )
        return None if _calls(group, target) else f"{refusal} execute your function."
    kind = {"kinesis": "Kinesis stream", "firehose": "Firehose stream"}.get(
        target.split(":")[2] if role else ""
    )
    if kind is None:
        return None
    source = rights.source(f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{group}:*")
    names = (f"logs.{get_region()}.amazonaws.com", "logs")
    assumed = any(rights.may_assume(name, role, source).allowed for name in names)
    sender = deliveries.Sender.as_role(role, "CloudWatchLogs")
    if assumed and not deliveries.denied(sender, target):
        return None
    return (
        f"Could not deliver test message to specified {kind}. Check if the given {kind} is in ACTIVE state."
    )
