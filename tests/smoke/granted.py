"""Somebody who has one grant of a module and nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config

from tests.smoke.local import REGION, Local


@contextmanager
def may(local: Local, grant: Sequence[dict[str, Any]], service: str) -> Iterator[Any]:
    """A client of a service, as a role that carries a grant as its only policy."""
    iam, name = local.client("iam"), f"granted-{time.time_ns()}"
    trust = {"Effect": "Allow", "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_document([trust]))["Role"]["Arn"]
    statements = [
        {
            "Effect": "Allow",
            "Action": each["actions"],
            "Resource": each["resources"],
            "Condition": {one["test"]: {one["variable"]: one["values"]} for one in each["conditions"]},
        }
        for each in grant
    ]
    iam.put_role_policy(RoleName=name, PolicyName="grant", PolicyDocument=_document(statements))
    taken = local.client("sts").assume_role(RoleArn=role, RoleSessionName="granted")["Credentials"]
    yield boto3.client(
        service,
        endpoint_url=local.url,
        region_name=REGION,
        aws_access_key_id=taken["AccessKeyId"],
        aws_secret_access_key=taken["SecretAccessKey"],
        aws_session_token=taken["SessionToken"],
        config=Config(inject_host_prefix=False),
    )
    iam.delete_role_policy(RoleName=name, PolicyName="grant")
    iam.delete_role(RoleName=name)


def _document(statements: Sequence[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
