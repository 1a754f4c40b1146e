"""Each correction has a check here, of its name: whether a local AWS does as AWS does in that point."""

import io
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import boto3
from botocore.exceptions import ClientError

ACCOUNT = "000000000000"


ROLE = f"arn:aws:iam::{ACCOUNT}:role/any"


def make_role(aws: Any, name: str = "any") -> None:
    """The role of the checks, which every service may assume and which may do everything."""
    services = (
        *("apigateway", "appsync", "ec2", "ecs-tasks", "eks", "events", "firehose", "lambda", "logs"),
        *("backup", "codedeploy", "dax", "kinesisanalytics"),
        *("monitoring.rds", "pipes", "scheduler", "sns", "states", "vpc-flow-logs"),
    )
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": [f"{service}.amazonaws.com" for service in services]},
        "Action": "sts:AssumeRole",
    }
    rights = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    iam = aws.client("iam")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))
    iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=document(rights))
    logs = {"op": "replace", "path": "/cloudwatchRoleArn", "value": f"arn:aws:iam::{ACCOUNT}:role/{name}"}
    aws.client("apigateway").update_account(patchOperations=[logs])


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def account_client(aws: Any, service: str, account: str) -> Any:
    """A client of the root user of another account."""
    return boto3.client(
        service,
        endpoint_url=aws.url,
        region_name="eu-west-1",
        aws_access_key_id=account,
        aws_secret_access_key="test",
    )


def user(aws: Any, called: str, *rights: dict[str, Any]) -> Callable[..., Any]:
    """Makes clients of a new user who has these rights, and no others."""
    iam = aws.client("iam")
    iam.create_user(UserName=called)
    iam.put_user_policy(UserName=called, PolicyName="all", PolicyDocument=document(*rights))
    key = iam.create_access_key(UserName=called)["AccessKey"]

    def client(service: str, **settings: Any) -> Any:
        return boto3.client(
            service,
            **settings,
            endpoint_url=aws.url,
            region_name="eu-west-1",
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
        )

    return client


CHECKS: dict[str, Callable[[Any], bool]] = {}


def check(function: Callable[[Any], bool]) -> Callable[[Any], bool]:
    CHECKS[function.__name__] = function
    return function


def default_subnets(aws: Any) -> list[dict[str, Any]]:
    """Those of the default VPC, which no other check changes."""
    filters = [{"Name": "default-for-az", "Values": ["true"]}]
    found: list[dict[str, Any]] = aws.client("ec2").describe_subnets(Filters=filters)["Subnets"]
    return found


def name() -> str:
    return f"t-{uuid4().hex[:8]}"


def deploy(aws: Any, source: str, called_by: str = "", **settings: Any) -> str:
    """A new function that a service may call for any of its resources."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("f.py", source)
    function = name()
    aws.client("lambda").create_function(
        FunctionName=function,
        Runtime="python3.13",
        Handler="f.handler",
        Code={"ZipFile": buffer.getvalue()},
        **{"Role": ROLE, **settings},
    )
    if called_by:
        permit(aws, function, called_by)
    return function


def permit(aws: Any, function: str, service: str, source: str | None = None) -> None:
    """Let a service call a function, for one of its resources or for all."""
    aws.client("lambda").add_permission(
        FunctionName=function,
        StatementId=service,
        Action="lambda:InvokeFunction",
        Principal=f"{service}.amazonaws.com",
        **({"SourceArn": source} if source else {}),
    )


def invoke(aws: Any, function: str) -> Any:
    return json.load(aws.client("lambda").invoke(FunctionName=function, Payload=b"{}")["Payload"])


def queue(aws: Any, *senders: str) -> tuple[str, str]:
    """URL and ARN of a new queue, to which services may send."""
    sqs, called = aws.client("sqs"), name()
    arn = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:{called}"
    allowed = {"Service": [f"{each}.amazonaws.com" for each in senders]}
    statement = {"Effect": "Allow", "Principal": allowed, "Action": "sqs:SendMessage", "Resource": arn}
    policy = {"Policy": document(statement)} if senders else {}
    return sqs.create_queue(QueueName=called, Attributes=policy)["QueueUrl"], arn


def bodies(aws: Any, url: str, seconds: float = 0) -> list[Any]:
    """What is in a queue, read as JSON; what is read is gone."""
    sqs = aws.client("sqs")
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=seconds)
    for message in found.get("Messages", []):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [json.loads(message["Body"]) for message in found.get("Messages", [])]


def disabled_key(aws: Any) -> str:
    """A key whose policy allows no use."""
    kms = aws.client("kms")
    key: str = kms.create_key()["KeyMetadata"]["Arn"]
    kms.disable_key(KeyId=key)
    return key


def refused_as(call: Callable[..., Any], **arguments: Any) -> str | None:
    """The error code with which a call is refused; None if it is not."""
    try:
        call(**arguments)
    except ClientError as refused:
        return str(refused.response["Error"]["Code"])
    return None


slowness = 1.0  # where a check ought to hold, longer waits cost nothing


def eventually(holds: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds * slowness
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def flat(prefix: str, value: Any) -> Any:
    """A request's members as the Query protocol writes them."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from flat(f"{prefix}.{key}" if prefix else key, part)
    elif isinstance(value, list):
        for index, part in enumerate(value, 1):
            yield from flat(f"{prefix}.member.{index}", part)
    else:
        yield prefix, str(value).lower() if isinstance(value, bool) else str(value)


def query(aws: Any, service: str, form: dict[str, str]) -> str:
    """A Query protocol call: today's clients speak newer protocols, Terraform's provider still this one."""
    scope = f"test/20260101/eu-west-1/{service}/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
    body = urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(aws.url, data=body, headers=headers)) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        with refused:
            return str(refused.read().decode())
