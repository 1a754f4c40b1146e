"""The record of calls, and the policy drafted from it."""

import io
import json
import os
import subprocess
from zipfile import ZipFile

import pytest

from tests.local_aws.checks import make_role
from tests.local_aws.conftest import LocalAws
from tooling import emulator
from tooling.paths import ROOT
from tooling.venvs import python_of

HANDLER = """
import boto3, os
def handler(event, context):
    boto3.client("sqs", endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name="eu-west-1").list_queues()
"""
ROLE = "arn:aws:iam::000000000000:role/worker"


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """The directory of a local AWS of these tests' own."""
    directory = tmp_path_factory.mktemp("bench")
    server = emulator.start(directory, port=0, owner=os.getpid())
    make_role(LocalAws(server.url), ROLE.rpartition("/")[2])
    yield directory
    emulator.stop(directory)


@pytest.fixture
def client(bench, connect):
    emulator.record(bench, start=True)
    return connect(emulator.require(bench).url).client


def actions(bench) -> dict[str, list[str]]:
    """Each action of the drafted policy with its resources."""
    statements = emulator.record(bench)["policy"]["Statement"]
    return {action: statement["Resource"] for statement in statements for action in statement["Action"]}


def test_calls_are_counted_by_service_operation_and_resource(bench, client):
    sqs = client("sqs")
    queue = sqs.create_queue(QueueName="counted")["QueueUrl"]
    for body in ("one", "two"):
        sqs.send_message(QueueUrl=queue, MessageBody=body)
    found = emulator.record(bench)
    assert found["recording"]
    assert found["calls"][-1] == {
        "by": "caller",
        "service": "sqs",
        "operation": "SendMessage",
        "actions": ["sqs:SendMessage"],
        "resources": ["arn:aws:sqs:eu-west-1:000000000000:counted"],
        "count": 2,
    }
    emulator.record(bench, stop=True)
    sqs.send_message(QueueUrl=queue, MessageBody="unseen")
    assert emulator.record(bench) == {**found, "recording": False}
    assert emulator.record(bench, start=True)["calls"] == []


def test_the_policy_names_actions_as_iam_does_and_resources_as_they_are_elsewhere(bench, client):
    s3 = client("s3")
    s3.create_bucket(Bucket="drafted", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="drafted", Key="a/b", Body=b"x")
    s3.copy_object(Bucket="drafted", Key="c", CopySource={"Bucket": "drafted", "Key": "a/b"})
    s3.list_objects_v2(Bucket="drafted")
    s3.delete_objects(Bucket="drafted", Delete={"Objects": [{"Key": "a/b"}, {"Key": "c"}]})
    s3.list_buckets()
    key = client("kms").create_key()["KeyMetadata"]["KeyId"]
    client("kms").describe_key(KeyId=key)
    secrets = client("secretsmanager")
    secrets.create_secret(Name="drafted", SecretString="s")
    secrets.get_secret_value(SecretId="drafted")
    secrets.describe_secret(SecretId=secrets.describe_secret(SecretId="drafted")["ARN"])
    client("ec2").describe_vpcs()
    client("cloudwatch").describe_alarms()
    client("stepfunctions").list_state_machines()
    client("apigateway").create_rest_api(name="drafted")
    client("resourcegroupstaggingapi").get_resources()
    assert actions(bench) == {
        "apigateway:POST": ["arn:aws:apigateway:eu-west-1::/restapis"],
        "cloudwatch:DescribeAlarms": ["*"],
        "ec2:DescribeVpcs": ["*"],
        "kms:CreateKey": ["*"],
        "kms:DescribeKey": ["arn:aws:kms:eu-west-1:*:key/*"],
        "s3:CreateBucket": ["arn:aws:s3:::drafted"],
        "s3:DeleteObject": ["arn:aws:s3:::drafted/*"],
        "s3:GetObject": ["arn:aws:s3:::drafted/a/b"],
        "s3:ListAllMyBuckets": ["*"],
        "s3:ListBucket": ["arn:aws:s3:::drafted"],
        "s3:PutObject": ["arn:aws:s3:::drafted/a/b", "arn:aws:s3:::drafted/c"],
        "secretsmanager:CreateSecret": ["arn:aws:secretsmanager:eu-west-1:*:secret:drafted-??????"],
        "secretsmanager:DescribeSecret": ["arn:aws:secretsmanager:eu-west-1:*:secret:drafted-??????"],
        "secretsmanager:GetSecretValue": ["arn:aws:secretsmanager:eu-west-1:*:secret:drafted-??????"],
        "states:ListStateMachines": ["*"],
        "tag:GetResources": ["*"],
    }


def test_transactions_need_what_their_parts_do_and_statements_are_reported_as_unknown(bench, client):
    table = client("dynamodb")
    table.create_table(
        TableName="drafted",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {"TableName": "drafted", "Item": {"id": {"S": "1"}}}
    table.transact_write_items(TransactItems=[{"Put": item}])
    table.execute_statement(Statement="SELECT * FROM drafted")
    assert actions(bench)["dynamodb:PutItem"] == ["arn:aws:dynamodb:eu-west-1:*:table/drafted"]
    assert not any("Transact" in action for action in actions(bench))
    assert emulator.record(bench)["unknown"] == ["dynamodb ExecuteStatement"]


def test_a_functions_own_calls_are_told_apart_and_its_role_is_passed(bench, client):
    code = io.BytesIO()
    with ZipFile(code, "w") as archive:
        archive.writestr("f.py", HANDLER)
    functions = client("lambda")
    functions.create_function(
        FunctionName="worker",
        Runtime="python3.13",
        Role=ROLE,
        Handler="f.handler",
        Code={"ZipFile": code.getvalue()},
    )
    assert "FunctionError" not in functions.invoke(FunctionName="worker")
    by = {call["operation"]: call["by"] for call in emulator.record(bench)["calls"]}
    assert by == {"CreateFunction": "caller", "Invoke": "caller", "ListQueues": "function"}
    assert actions(bench) == {
        "iam:PassRole": ["arn:aws:iam::*:role/worker"],
        "lambda:CreateFunction": ["*"],
        "lambda:InvokeFunction": ["arn:aws:lambda:eu-west-1:*:function:worker"],
    }


def test_a_document_that_names_a_role_passes_none(bench, client):
    statement = {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "sqs:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client("sqs").create_queue(QueueName="open", Attributes={"Policy": policy})
    assert "iam:PassRole" not in actions(bench)


def test_every_name_in_the_table_is_an_operation_and_an_action():
    """Against the models of the engines, and against the reference that the policy checks use."""
    tables = (
        "import json; from local_aws.authorisation import actions; from local_aws.edge import calls\n"
        "print(json.dumps({'names': {s: sorted({a for each in t.values() for a in each})"
        " for s, t in actions._DIFFERENT.items()},"
        " 'wrong': [o for s, t in actions._DIFFERENT.items() for o in t"
        " if o not in calls.model(s).operation_names]}))"
    )
    known = (
        "import json, sys; from policy_sentry.querying.actions import get_actions_for_service as known\n"
        "print(json.dumps([s + ':' + a for s, names in json.load(sys.stdin)['names'].items() for a in names"
        " if s + ':' + a not in known(s)]))"
    )
    listed = run("local-aws", tables)
    assert json.loads(listed)["wrong"] == []
    assert json.loads(run("policy", known, listed)) == []


def run(environment: str, script: str, given: str = "") -> str:
    done = subprocess.run(
        [python_of(environment), "-c", script], cwd=ROOT, capture_output=True, text=True, input=given
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
