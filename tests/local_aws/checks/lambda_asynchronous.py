"""Lambda: whether a local AWS does as AWS does."""

import json
from typing import Any

from tests.local_aws.checks import check, deploy, name


@check
def asynchronous_calls(aws: Any) -> bool:
    client, sqs = aws.client("lambda"), aws.client("sqs")
    urls = {use: sqs.create_queue(QueueName=name())["QueueUrl"] for use in ("done", "failed", "dead")}
    arns = {
        use: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        for use, url in urls.items()
    }
    function = deploy(
        aws,
        "def handler(event, context): return {'half': 10 / event['by']}",
        DeadLetterConfig={"TargetArn": arns["dead"]},
    )
    client.publish_version(FunctionName=function)
    client.create_alias(FunctionName=function, Name="live", FunctionVersion="1")
    client.put_function_event_invoke_config(
        FunctionName=function,
        Qualifier="live",
        MaximumRetryAttempts=0,
        DestinationConfig={
            "OnSuccess": {"Destination": arns["done"]},
            "OnFailure": {"Destination": arns["failed"]},
        },
    )
    for by in (2, 0):
        client.invoke(
            FunctionName=function,
            Qualifier="live",
            InvocationType="Event",
            Payload=json.dumps({"by": by}),
        )

    def told(use: str) -> Any:
        (message,) = sqs.receive_message(QueueUrl=urls[use], WaitTimeSeconds=5)["Messages"]
        return json.loads(message["Body"])

    done, failed, dead = told("done"), told("failed"), told("dead")
    return (
        done["requestContext"]["condition"] == "Success"
        and done["responsePayload"] == {"half": 5.0}
        and failed["requestContext"]["approximateInvokeCount"] == 1
        and failed["responsePayload"]["errorType"] == "ZeroDivisionError"
        and dead == {"by": 0}
    )
