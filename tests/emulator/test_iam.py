"""With IAM on, a function may what the grants of its modules say, and no more; a deployment may all."""

import io
import json
import os
import shutil
from zipfile import ZipFile

import pytest

from tooling import emulator
from tooling.aws import Target
from tooling.errors import PlatformError
from tooling.paths import CACHE, ROOT
from tooling.terraform import Terraform

REGION = "eu-west-1"
CALLER = """
import boto3, botocore, os
def handler(event, context):
    client = boto3.client(event["service"], endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    try:
        getattr(client, event["call"])(**event["arguments"])
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return "done"
"""
ITEM = {"id": {"S": "1"}}


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("iam")


@pytest.fixture(scope="module")
def target(directory):
    server = emulator.start(directory, port=0, owner=os.getpid(), iam=True)
    yield Target("local", server.url, REGION)
    emulator.stop(directory)


@pytest.fixture(scope="module")
def applied(directory, target):
    """The queue's address, once both functions are there."""
    package = io.BytesIO()
    with ZipFile(package, "w") as archive:
        archive.writestr("caller.py", CALLER)
    (directory / "caller.zip").write_bytes(package.getvalue())
    folder = CACHE / "iam"
    shutil.rmtree(folder, ignore_errors=True)
    variables = target.variables() | {"TF_VAR_package": str(directory / "caller.zip")}
    root = ROOT / "tests" / "emulator" / "iam"
    terraform = Terraform(root, variables, runs=folder / "runs", data=folder / "terraform")
    for leftover in root.glob("terraform.tfstate*"):
        leftover.unlink()
    terraform.init()
    terraform.plan(folder / "plan")
    terraform.apply(folder / "plan")
    yield terraform.outputs()["queue_url"].value
    terraform.plan(folder / "destroy", destroy=True)
    terraform.apply(folder / "destroy")
    assert emulator.inventory(target.url) == []


@pytest.fixture
def call(applied, target):
    """What a function's call is answered: its error's code, or done."""

    def answer(function: str, service: str, call: str, **arguments) -> str:
        event = json.dumps({"service": service, "call": call, "arguments": arguments})
        answered = target.client("lambda").invoke(FunctionName=function, Payload=event)
        return json.load(answered["Payload"])

    return answer


@pytest.mark.slow
def test_a_grant_gives_what_it_says_and_no_more(applied, call):
    assert call("granted", "dynamodb", "get_item", TableName="enforced", Key=ITEM) == "done"
    assert call("granted", "dynamodb", "put_item", TableName="enforced", Item=ITEM) == "AccessDeniedException"
    assert call("granted", "dynamodb", "scan", TableName="enforced") == "AccessDeniedException"
    assert call("granted", "sqs", "send_message", QueueUrl=applied, MessageBody="m") == "done"
    assert call("granted", "sqs", "receive_message", QueueUrl=applied) == "AccessDenied"


@pytest.mark.slow
def test_without_a_grant_nothing_is_allowed(call):
    assert call("bare", "dynamodb", "get_item", TableName="enforced", Key=ITEM) == "AccessDeniedException"
    assert call("bare", "s3", "list_buckets") == "AccessDenied"
    assert call("bare", "sts", "get_caller_identity") == "done"  # which AWS denies nobody


@pytest.mark.slow
def test_a_developers_own_call_is_allowed(applied, target):
    target.client("dynamodb").put_item(TableName="enforced", Item=ITEM)


def test_one_that_runs_without_iam_is_not_taken_for_one_with_it(tmp_path):
    assert not emulator.start(tmp_path, port=0, owner=os.getpid()).iam
    try:
        with pytest.raises(PlatformError, match="runs without IAM") as refused:
            emulator.start(tmp_path, port=0, iam=True)
    finally:
        emulator.stop(tmp_path)
    assert "local.stop" in refused.value.next_step
