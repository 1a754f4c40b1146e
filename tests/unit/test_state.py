"""The state bucket and its lock, on a local AWS."""

from __future__ import annotations

import dataclasses
import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tooling import deploy, state
from tooling.aws import Target
from tooling.environments import Backend, Environment
from tooling.errors import PlatformError


def environment(bucket: str) -> Environment:
    return Environment("dev", Path("environments/dev"), Backend(bucket, "dev.tfstate", "eu-west-1"), False)


@pytest.mark.capability("use.state", "behaves")
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


@pytest.mark.capability("use.state", "behaves")
@pytest.mark.parametrize("cut", range(5))
def test_a_bucket_whose_set_up_was_cut_off_is_completed_by_the_next_run(
    local_aws: Target, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    dev = environment(f"state-cut-{cut}")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    whole = state._SETTINGS
    if cut < len(whole):
        broken = dataclasses.replace(whole[cut], put=fail, present=lambda *_: False)
        monkeypatch.setattr(state, "_SETTINGS", (*whole[:cut], broken, *whole[cut + 1 :]))
        with pytest.raises(KeyboardInterrupt):
            state.bootstrap(dev, local_aws)
        monkeypatch.setattr(state, "_SETTINGS", whole)
    else:
        state.bootstrap(dev, local_aws)
    said: list[str] = []
    assert not state.bootstrap(dev, local_aws, said.append)
    s3 = local_aws.client("s3")
    assert all(setting.present(s3, dev.backend.bucket) for setting in whole)
    # A new bucket has AWS's defaults for the first two.
    lacking = [setting.name for setting in whole[max(cut, 2) :]]
    assert said == [f"Completing the state bucket {dev.backend.bucket}: {name}" for name in lacking]


def test_a_policy_of_somebody_else_is_kept(local_aws: Target) -> None:
    dev = environment("state-theirs")
    s3 = local_aws.client("s3")
    place = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="state-theirs", CreateBucketConfiguration=place)
    theirs = state._tls_only("state-theirs", "aws")
    theirs["Statement"][0] |= {"Sid": "Theirs", "Condition": {"Bool": {"aws:ViaAWSService": "true"}}}
    said: list[str] = []
    s3.put_bucket_policy(Bucket="state-theirs", Policy=json.dumps(theirs))
    state.bootstrap(dev, local_aws, said.append)
    assert json.loads(s3.get_bucket_policy(Bucket="state-theirs")["Policy"]) == theirs
    assert "does not refuse requests without TLS" in " ".join(said)
    theirs["Statement"] += state._tls_only("state-theirs", "aws")["Statement"]
    s3.put_bucket_policy(Bucket="state-theirs", Policy=json.dumps(theirs))
    said.clear()
    state.bootstrap(environment("state-theirs"), local_aws, said.append)
    assert said == []
    assert s3.get_bucket_versioning(Bucket="state-theirs")["Status"] == "Enabled"


@pytest.mark.capability("use.state", "behaves")
def test_five_first_applies_at_once_make_one_whole_bucket(local_aws: Target) -> None:
    dev = environment("state-race")
    with ThreadPoolExecutor(5) as pool:
        made = [each.result() for each in [pool.submit(state.bootstrap, dev, local_aws) for _ in range(5)]]
    assert made.count(True) == 1
    s3 = local_aws.client("s3")
    assert all(setting.present(s3, "state-race") for setting in state._SETTINGS)


class Answers(BaseHTTPRequestHandler):
    """A proxy, or a whole S3, of which each request is noted and gets one answer."""

    status = 404
    seen: ClassVar[list[str]] = []

    def _answer(self) -> None:
        self.seen.append(f"{self.command} {self.path}")
        self.send_response(self.status)
        self.send_header("content-length", "0")
        self.end_headers()

    do_HEAD = do_GET = do_PUT = do_CONNECT = _answer  # noqa: N815

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server of `Answers`. No settings but credentials are around."""
    for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr(Answers, "seen", [])
    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("bucket", "region", "host"),
    [
        ("shop-state", "eu-west-1", "shop-state.s3.eu-west-1.amazonaws.com"),
        ("shop.state", "eu-west-1", "s3.eu-west-1.amazonaws.com"),  # no certificate has two dots
        ("shop-state", "cn-north-1", "shop-state.s3.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_the_real_aws_is_reached_through_the_proxy_and_a_dead_one_is_not_an_absent_bucket(
    answers: str, monkeypatch: pytest.MonkeyPatch, bucket: str, region: str, host: str
) -> None:
    monkeypatch.setattr(Answers, "status", 502)
    monkeypatch.setenv("HTTPS_PROXY", answers)
    there = Environment("dev", Path("environments/dev"), Backend(bucket, "k", region), False)
    with pytest.raises(PlatformError, match="AWS could not be reached, so nothing was changed") as refused:
        state.exists(there, Target("aws", None, region))
    assert Answers.seen == [f"CONNECT {host}:443"]
    assert "HTTPS_PROXY" in refused.value.next_step


def test_a_bucket_is_absent_only_when_s3_says_so(answers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", answers)
    aws = Target("aws", None, "eu-west-1")
    assert not state.exists(environment("shop-state"), aws)
    for status, message in [(403, "refuses you"), (503, "answers with 503")]:
        monkeypatch.setattr(Answers, "status", status)
        with pytest.raises(PlatformError, match=message):
            state.exists(environment("shop-state"), aws)
    monkeypatch.setattr(Answers, "status", 200)
    assert state.exists(environment("shop-state"), aws)
    assert {line.split()[0] for line in Answers.seen} == {"HEAD"}, "nothing is made to find that out"


def test_reading_and_destroying_what_was_never_applied_makes_nothing(answers: str) -> None:
    for begin in (
        lambda: deploy.attach("dev", answers),
        lambda: deploy.prepare("dev", answers, lambda _: None, absent="refuse"),
    ):
        with pytest.raises(PlatformError, match="'dev' is not applied: there is no state bucket shop-dev-"):
            begin()
    assert {line.split()[0] for line in Answers.seen} == {"GET", "HEAD"}


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
    with pytest.raises(PlatformError) as refused:
        state.bootstrap(environment("state-nobody"), Target("aws", None, "eu-west-1"))
    assert "aws sso login" in refused.value.next_step
