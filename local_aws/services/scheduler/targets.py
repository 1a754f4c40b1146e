"""The API call that a schedule's target is: of the templated ones, and of the universal ones.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from local_aws.edge import calls

Values = Mapping[str, Any]
UNIVERSAL = re.compile(r"arn:aws:scheduler:::aws-sdk:([a-z0-9]+):([A-Za-z0-9]+)")
# boto3's names of services, where the last part of their names in SDKs for Java is another.
_NAMES = {
    "cloudwatchevents": "events",
    "cloudwatchlogs": "logs",
    "costexplorer": "ce",
    "databasemigration": "dms",
    "elasticloadbalancingv2": "elbv2",
    "eventbridge": "events",
    "sfn": "stepfunctions",
}
# Reading changes nothing, and nobody would hear the answer.
_READS = re.compile(
    "(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet"
    "|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection"
    "|translateDocument|isAuthorized|invokeModel)"
)


@dataclass(frozen=True)
class Call:
    """A call of an AWS API.

    Attributes:
        service: boto3's name for it.
    """

    service: str
    operation: str
    parameters: dict[str, Any]


def named(arn: str) -> tuple[str, str] | None:
    """The service and operation that the ARN of a universal target names, as boto3 does.

    None for what is no universal target, reads only, or does not exist.
    """
    found = UNIVERSAL.fullmatch(arn)
    if not found or _READS.match(found[2]):
        return None
    service, operation = _NAMES.get(found[1], found[1]), found[2][0].upper() + found[2][1:]
    model = calls.model(service)
    return (service, operation) if model and operation in model.operation_names else None


def call_of(target: Values, payload: str) -> Call | None:
    """The call of a target, None for what nothing answers here.

    Raises:
        ValueError: the payload of a universal target is no JSON.
    """
    if universal := named(target["Arn"]):
        service, operation = universal
        model = calls.model(service)
        shape = model.operation_model(operation).input_shape if model else None
        return Call(service, operation, _as_named(json.loads(payload), shape))
    service = target["Arn"].split(":")[2]
    return _TEMPLATES[service](target, payload) if service in _TEMPLATES else None


def _as_named(value: Any, shape: Shape | None) -> Any:
    """Parameters with the names that the API has for them: they may begin with small or capital letters."""
    if shape is None:
        return value
    if shape.type_name == "structure" and isinstance(value, dict):
        names = {name.lower(): name for name in shape.members}
        known = {names.get(key.lower(), key): each for key, each in value.items()}
        return {key: _as_named(each, shape.members.get(key)) for key, each in known.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [_as_named(each, shape.member) for each in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {key: _as_named(each, shape.value) for key, each in value.items()}
    return value


def _of_bus(target: Values, payload: str) -> Call:
    settings = target.get("EventBridgeParameters") or {}
    entry = {"EventBusName": target["Arn"], "Detail": payload, **settings}
    return Call("events", "PutEvents", {"Entries": [entry]})


def _of_cluster(target: Values, payload: str) -> Call:
    """https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EcsParameters.html"""
    settings: dict[str, Any] = dict(target.get("EcsParameters") or {})
    settings["Count"] = settings.pop("TaskCount", 1)
    settings["TaskDefinition"] = settings.pop("TaskDefinitionArn", "")
    if payload and payload != "{}":
        settings["Overrides"] = json.loads(payload)
    model = calls.model("ecs")
    shape = model.operation_model("RunTask").input_shape if model else None
    return Call("ecs", "RunTask", _as_named({"Cluster": target["Arn"], **settings}, shape))


def _of_function(target: Values, payload: str) -> Call:
    parameters = {"FunctionName": target["Arn"], "InvocationType": "Event", "Payload": payload}
    return Call("lambda", "Invoke", parameters)


def _of_queue(target: Values, payload: str) -> Call:
    account, name = target["Arn"].split(":")[4:6]
    address = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}/{account}/{name}"
    parameters = {"QueueUrl": address, "MessageBody": payload, **(target.get("SqsParameters") or {})}
    return Call("sqs", "SendMessage", parameters)


def _of_stream(target: Values, payload: str) -> Call:
    parameters = {"StreamARN": target["Arn"], "Data": payload, **(target.get("KinesisParameters") or {})}
    return Call("kinesis", "PutRecord", parameters)


def _of_delivery_stream(target: Values, payload: str) -> Call:
    name = target["Arn"].rpartition("/")[2]
    return Call("firehose", "PutRecord", {"DeliveryStreamName": name, "Record": {"Data": payload}})


_TEMPLATES: dict[str, Callable[[Values, str], Call]] = {
    "ecs": _of_cluster,
    "events": _of_bus,
    "firehose": _of_delivery_stream,
    "kinesis": _of_stream,
    "lambda": _of_function,
    "sns": lambda target, payload: Call("sns", "Publish", {"TopicArn": target["Arn"], "Message": payload}),
    "sqs": _of_queue,
    "states": lambda target, payload: Call(
        "stepfunctions", "StartExecution", {"stateMachineArn": target["Arn"], "input": payload}
    ),
}
