"""Which AWS a command talks to, and what its child processes are told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tooling import aws, emulator
from tooling.aws import Target
from tooling.environments import Backend, Environment
from tooling.errors import PlatformError

BACKEND = Backend("b", "k", "eu-west-1")
LOCAL = Environment("local", Path("environments/local"), BACKEND, protected=False)
DEV = Environment("dev", Path("environments/dev"), BACKEND, protected=False)
EMULATOR = Target("local", "http://127.0.0.1:4566", "eu-west-1")
AWS = Target("aws", None, "eu-west-1")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "LOCALSTACK_HOST", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def endpoint() -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_local_means_the_embedded_one(monkeypatch: pytest.MonkeyPatch) -> None:
    server = emulator.Server("http://127.0.0.1:4599", 4599, 1)
    monkeypatch.setattr(emulator, "start", lambda **_: server)
    assert aws.target(LOCAL, start=True) == Target("local", server.url, "eu-west-1")
    assert aws.target(DEV, "local", start=True) == Target("local", server.url, "eu-west-1")


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "LOCALSTACK_HOST"])
def test_local_follows_the_usual_localstack_variables(
    variable: str, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = endpoint if variable == "AWS_ENDPOINT_URL" else endpoint.removeprefix("http://")
    monkeypatch.setenv(variable, value)
    assert aws.target(LOCAL) == Target("endpoint", endpoint, "eu-west-1")


def test_localhost_becomes_an_address_so_that_buckets_are_paths(endpoint: str) -> None:
    assert aws.target(DEV, endpoint.replace("127.0.0.1", "localhost") + "/").url == endpoint


def test_other_environments_are_on_the_real_aws() -> None:
    assert aws.target(DEV) == AWS


def test_a_forgotten_endpoint_variable_is_not_silently_obeyed_or_ignored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    with pytest.raises(PlatformError, match="'dev' lives on the real AWS") as told:
        aws.target(DEV)
    assert "--endpoint http://127.0.0.1:4566" in told.value.next_step


def test_an_endpoint_that_does_not_answer_is_named() -> None:
    with pytest.raises(PlatformError, match=r"nothing answers at http://127\.0\.0\.1:1") as told:
        aws.target(DEV, "http://127.0.0.1:1")
    assert "--endpoint local" in told.value.next_step


@pytest.mark.parametrize("wrong", ["4566", "localhost:4566", "ftp://x", "http://x:port"])
def test_an_endpoint_that_is_no_url_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(PlatformError, match="not the address") as told:
        aws.target(DEV, wrong)
    assert "http://127.0.0.1:4566" in told.value.next_step


def test_child_processes_of_an_emulator_cannot_reach_the_real_aws() -> None:
    users = {
        "AWS_PROFILE": "work",
        "AWS_SESSION_TOKEN": "t",
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_ENDPOINT_URL_S3": "http://elsewhere",
        "AWS_CA_BUNDLE": "/ca.pem",
        "HOME": "/me",
        "NO_PROXY": "intranet",
    }
    told = EMULATOR.variables(users)
    assert "AWS_PROFILE" not in told
    assert "AWS_SESSION_TOKEN" not in told
    assert "AWS_ENDPOINT_URL_S3" not in told
    assert told["AWS_ACCESS_KEY_ID"] == "test"
    assert told["AWS_ENDPOINT_URL"] == EMULATOR.url
    assert told["AWS_REGION"] == "eu-west-1"
    assert told["NO_PROXY"] == "intranet,127.0.0.1"
    assert "AWS_CA_BUNDLE" not in told
    assert told["HOME"] == "/me"


def test_an_endpoint_behind_tls_is_trusted_by_the_users_authorities() -> None:
    told = Target("endpoint", "https://aws.test:4566", "eu-west-1").variables({"AWS_CA_BUNDLE": "/ca.pem"})
    assert told["AWS_CA_BUNDLE"] == "/ca.pem"


def test_the_real_aws_keeps_the_users_credentials() -> None:
    assert AWS.variables({"AWS_PROFILE": "work"}) == {"AWS_PROFILE": "work", "AWS_REGION": "eu-west-1"}


def test_a_client_of_an_emulator_does_not_mind_a_missing_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    client = EMULATOR.client("sqs", "us-east-1")
    assert client.meta.endpoint_url == EMULATOR.url
    assert client.meta.region_name == "us-east-1"


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("https://abc123.execute-api.eu-west-1.amazonaws.com/v1", "/restapis/abc123/v1/_user_request_/"),
        (
            "https://abc123.execute-api.eu-west-1.amazonaws.com/v1/users?x=1",
            "/restapis/abc123/v1/_user_request_/users?x=1",
        ),
        ("https://abc123.execute-api.eu-west-1.amazonaws.com", "/_aws/execute-api/abc123/$default"),
    ],
)
def test_an_api_is_found_at_the_emulator(url: str, here: str) -> None:
    assert EMULATOR.local_url(url) == f"{EMULATOR.url}{here}"
    assert AWS.local_url(url) == url


def test_other_urls_stay_as_they_are() -> None:
    assert EMULATOR.local_url("https://example.org/v1") == "https://example.org/v1"
