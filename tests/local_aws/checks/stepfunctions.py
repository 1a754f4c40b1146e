"""Step Functions: whether a local AWS does as AWS does."""

import json
from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import ROLE, check, deploy, eventually, name, queue

PASS = {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": True}}}
WAIT = {
    "StartAt": "Wait",
    "States": {"Wait": {"Type": "Wait", "Seconds": 3, "Next": "Fail"}, "Fail": {"Type": "Fail"}},
}


def _machine(states: Any, definition: Any, **settings: Any) -> str:
    made = states.create_state_machine(
        name=name(), definition=json.dumps(definition), roleArn=ROLE, **settings
    )
    return str(made["stateMachineArn"])


@check
def execution_timeouts(aws: Any) -> bool:
    states = aws.client("stepfunctions")
    arn = _machine(states, {**WAIT, "TimeoutSeconds": 1})
    express = _machine(states, {**WAIT, "TimeoutSeconds": 1}, type="EXPRESS")
    execution = states.start_execution(stateMachineArn=arn)["executionArn"]
    answer = states.start_sync_execution(stateMachineArn=express)

    def status() -> str:
        return str(states.describe_execution(executionArn=execution)["status"])

    return (
        eventually(lambda: status() == "TIMED_OUT", 3)
        and answer["status"] == "TIMED_OUT"
        and "output" not in answer
        and not eventually(lambda: status() != "TIMED_OUT", 3)  # whatever the last state still does
    )


@check
def execution_inputs(aws: Any) -> bool:
    states = aws.client("stepfunctions")
    arn = _machine(states, PASS)
    try:
        states.start_execution(stateMachineArn=arn, input="no json")
        return False
    except ClientError as refused:
        wrong = refused.response["Error"]["Code"]
    try:
        states.start_sync_execution(stateMachineArn=arn)
        return False
    except ClientError as refused:
        standard = refused.response["Error"]["Code"]
    return (wrong, standard) == ("InvalidExecutionInput", "StateMachineTypeNotSupported")


@check
def synchronous_executions_by_alias(aws: Any) -> bool:
    states = aws.client("stepfunctions")
    made = states.create_state_machine(
        name=name(), definition=json.dumps(PASS), roleArn=ROLE, type="EXPRESS", publish=True
    )
    alias = states.create_state_machine_alias(
        name="live",
        routingConfiguration=[{"stateMachineVersionArn": made["stateMachineVersionArn"], "weight": 100}],
    )["stateMachineAliasArn"]
    answer = states.start_sync_execution(stateMachineArn=alias, input='{"a": 1}')
    return bool(answer["status"] == "SUCCEEDED" and json.loads(answer["output"]) == {"a": 1})


@check
def state_machine_tracing(aws: Any) -> bool:
    states = aws.client("stepfunctions")
    arn = _machine(states, PASS, tracingConfiguration={"enabled": True})
    made = states.describe_state_machine(stateMachineArn=arn)["tracingConfiguration"]
    states.update_state_machine(stateMachineArn=arn, tracingConfiguration={"enabled": False})
    updated = states.describe_state_machine(stateMachineArn=arn)["tracingConfiguration"]
    return (made, updated) == ({"enabled": True}, {"enabled": False})


@check
def state_machines_end_with_their_versions(aws: Any) -> bool:
    states = aws.client("stepfunctions")
    settings = {"name": name(), "definition": json.dumps(PASS), "roleArn": ROLE, "publish": True}
    made = states.create_state_machine(**settings)
    alias = states.create_state_machine_alias(
        name="live",
        routingConfiguration=[{"stateMachineVersionArn": made["stateMachineVersionArn"], "weight": 100}],
    )["stateMachineAliasArn"]
    states.delete_state_machine(stateMachineArn=made["stateMachineArn"])
    for gone in (made["stateMachineVersionArn"], alias):
        try:
            states.describe_state_machine(stateMachineArn=gone)
            return False
        except ClientError as refused:
            if refused.response["Error"]["Code"] != "StateMachineDoesNotExist":
                return False
    return True


@check
def timeout_paths(aws: Any) -> bool:
    states = aws.client("stepfunctions")
    url = aws.client("sqs").create_queue(QueueName=name())["QueueUrl"]
    message = {"QueueUrl": url, "MessageBody": {"token.$": "$$.Task.Token"}}
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": message,
        "TimeoutSecondsPath": "$.patience",
        "End": True,
    }
    arn = _machine(states, {"StartAt": "Ask", "States": {"Ask": ask}})
    execution = states.start_execution(stateMachineArn=arn, input='{"patience": 1}')["executionArn"]

    def timed_out() -> bool:
        found = states.describe_execution(executionArn=execution)
        return (found["status"], found.get("error")) == ("FAILED", "States.Timeout")

    return eventually(timed_out, 4)


@check
def attributes_of_published_messages(aws: Any) -> bool:
    states, sns, sqs = aws.client("stepfunctions"), aws.client("sns"), aws.client("sqs")
    url, queued = queue(aws, "sns")
    topic = sns.create_topic(Name=name())["TopicArn"]
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=queued,
        Attributes={"FilterPolicy": '{"type": ["sold"]}', "RawMessageDelivery": "true"},
    )
    message = {
        "TopicArn": topic,
        "Message": "hello",
        "MessageAttributes": {"type": {"DataType": "String", "StringValue": "sold"}},
    }
    task = {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": message, "End": True}
    arn = _machine(states, {"StartAt": "Tell", "States": {"Tell": task}})
    states.start_execution(stateMachineArn=arn)
    received = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=3, MessageAttributeNames=["All"])
    return [each["MessageAttributes"]["type"]["StringValue"] for each in received.get("Messages", [])] == [
        "sold"
    ]


@check
def throttled_functions(aws: Any) -> bool:
    states, function = aws.client("stepfunctions"), deploy(aws, "def handler(event, context): return 1")
    aws.client("lambda").put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    arn = aws.client("lambda").get_function(FunctionName=function)["Configuration"]["FunctionArn"]
    call = {"Type": "Task", "Resource": arn, "End": True}
    machine = _machine(states, {"StartAt": "Call", "States": {"Call": call}})
    execution = states.start_execution(stateMachineArn=machine)["executionArn"]

    def throttled() -> bool:
        found = states.describe_execution(executionArn=execution)
        return found.get("error") == "Lambda.TooManyRequestsException"

    return eventually(throttled, 5)
