"""Lambda: whether a local AWS does as AWS does."""

import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from botocore.config import Config

from tests.local_aws.checks import ACCOUNT, check, deploy, eventually, invoke, name
from tests.local_aws.checks.apigateway import call, served
from tests.local_aws.checks.apigatewayv2_http_apis import Http

BUSY = (
    "import os, time\ndef handler(event, context):\n"
    " time.sleep(event.get('seconds', 0.1))\n"
    " for record in event.get('Records', []):\n"
    "  with open(NOTES, 'a') as file: print(record['attributes']['ApproximateReceiveCount'], file=file)\n"
    " return os.getpid()"
)


@check
def bounded_concurrency(aws: Any) -> bool:
    function = deploy(aws, BUSY, Timeout=60)
    client = aws.client("lambda", config=Config(max_pool_connections=24, read_timeout=60))

    def environment(_: int) -> int:
        return int(json.load(client.invoke(FunctionName=function, Payload=b"{}")["Payload"]))

    with ThreadPoolExecutor(24) as pool:
        return len(set(pool.map(environment, range(48)))) <= 12


@check
def throttled_batches(aws: Any) -> bool:
    notes = Path(tempfile.mkdtemp()) / "notes"
    function = deploy(aws, f"NOTES = {str(notes)!r}\n{BUSY}", Timeout=20)
    client, sqs = aws.client("lambda"), aws.client("sqs")
    client.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=1)
    invoke(aws, function)
    queue = sqs.create_queue(QueueName=name(), Attributes={"VisibilityTimeout": "20"})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    client.create_event_source_mapping(EventSourceArn=arn, FunctionName=function)
    client.invoke(FunctionName=function, InvocationType="Event", Payload=b'{"seconds": 3}')
    sqs.send_message(QueueUrl=queue, MessageBody="{}")
    return eventually(notes.exists, 10) and notes.read_text() == "1\n"


@check
def throttled_integrations(aws: Any) -> bool:
    client, function = aws.client("lambda"), deploy(aws, BUSY)
    client.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    arn = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{function}"
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{arn}/invocations"
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}
    rest = served(
        aws,
        {
            "openapi": "3.0.1",
            "info": {"title": "busy", "version": "1"},
            "paths": {"/busy": {"get": {"x-amazon-apigateway-integration": integration}}},
        },
    )
    http = Http(aws)
    http.integrate("GET /busy", IntegrationType="AWS_PROXY", IntegrationUri=arn)
    return call(f"{rest}/busy") == (500, '{"message": "Internal server error"}') and call(
        f"{http.url}/busy"
    ) == (500, '{"message":"Internal Server Error"}')
