"""The state bucket and its lock, on a local AWS."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tooling import state
from tooling.aws import Target
from tooling.environments import Backend, Environment
from tooling.errors import PlatformError


def environment(bucket: str) -> Environment:
    return Environment("dev", Path("environments/dev"), Backend(bucket, "dev.tfstate", "eu-west-1"), False)


def test_a_missing_bucket_is_made_safe_once(local_aws: Target) -> None:
    said: list[str] = []
    dev = environment("state-made")
    assert state.bootstrap(dev, local_aws, said.append)
    assert not state.bootstrap(dev, local_aws, said.append)
    assert said == ["Making the state bucket state-made in eu-west-1"]
    s3 = local_aws.client("s3")
    assert s3.get_bucket_versioning(Bucket="state-made")["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket="state-made")["PublicAccessBlockConfiguration"].values())
    rules = s3.get_bucket_encryption(Bucket="state-made")["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    [statement] = json.loads(s3.get_bucket_policy(Bucket="state-made")["Policy"])["Statement"]
    assert (statement["Effect"], statement["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )
    assert state.made(dev, local_aws) is not None


def test_the_one_region_that_must_not_be_named(local_aws: Target) -> None:
    backend = Backend("state-us", "dev.tfstate", "us-east-1")
    target = Target("local", local_aws.url, "us-east-1")
    assert state.bootstrap(Environment("dev", Path("dev"), backend, False), target)


def test_a_lock_tells_who_holds_it(local_aws: Target) -> None:
    dev = environment("state-lock")
    assert state.lock(dev, local_aws) is None
    state.bootstrap(dev, local_aws)
    assert state.lock(dev, local_aws) is None
    held = {
        "ID": "1-2-3",
        "Who": "me@laptop",
        "Operation": "OperationTypeApply",
        "Created": "2026-11-23T19:12:52.888385298Z",
    }
    local_aws.client("s3").put_object(Bucket="state-lock", Key="dev.tfstate.tflock", Body=json.dumps(held))
    lock = state.lock(dev, local_aws)
    assert lock is not None
    assert (lock.id, lock.who, lock.operation) == ("1-2-3", "me@laptop", "apply")
    assert lock.created.isoformat().startswith("2026-11-23T19:12:52.888385")


def test_an_aws_that_went_away_is_named() -> None:
    with pytest.raises(PlatformError, match=r"http://127\.0\.0\.1:1 does not answer"):
        state.bootstrap(environment("state-gone"), Target("local", "http://127.0.0.1:1", "eu-west-1"))


def test_without_credentials_the_real_aws_says_how_to_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(PlatformError) as told:
        state.bootstrap(environment("state-nobody"), Target("aws", None, "eu-west-1"))
    assert "aws sso login" in told.value.next_step
