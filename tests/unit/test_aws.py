"""Which AWS a command talks to, and which settings its child processes get."""

from __future__ import annotations

import os
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
    with pytest.raises(PlatformError, match="'dev' lives on the real AWS") as refused:
        aws.target(DEV)
    assert "--endpoint http://127.0.0.1:4566" in refused.value.next_step


def test_an_endpoint_that_does_not_answer_is_named() -> None:
    with pytest.raises(PlatformError, match=r"nothing answers at http://127\.0\.0\.1:1") as refused:
        aws.target(DEV, "http://127.0.0.1:1")
    assert "--endpoint local" in refused.value.next_step


@pytest.mark.parametrize(
    "wrong",
    [
        "4566",
        "localhost:4566",
        "ftp://x",
        "http://x:port",
        "http://",
        "http://[::1",
        "http://[nonsense]:4566",
        f"http://{'a' * 300}",
        "http://a..b",
        "http://größe",
        "http://x:70000",
        "",
    ],
)
def test_an_endpoint_that_is_no_url_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(PlatformError, match="not the address") as refused:
        aws.target(DEV, wrong)
    assert "http://127.0.0.1:4566" in refused.value.next_step


@pytest.mark.parametrize(
    "more", ["http://user:secret@127.0.0.1:4566", "http://127.0.0.1:4566/path", "http://127.0.0.1:4566?x=1"]
)
def test_an_endpoint_with_parts_that_nothing_would_use_is_refused(more: str) -> None:
    with pytest.raises(PlatformError, match="has more than a scheme, a host and a port") as refused:
        aws.target(DEV, more)
    assert "secret" not in refused.value.message
    assert "http://127.0.0.1:4566" in refused.value.next_step


def test_an_endpoint_may_have_an_address_of_ipv6() -> None:
    assert aws._normal("http://[::1]:4566/") == "http://[::1]:4566"
    assert aws._normal("https://aws.test") == "https://aws.test"


def test_a_local_run_sees_none_of_the_users_settings_for_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    users = {
        "AWS_USE_FIPS_ENDPOINT": "true",
        "AWS_USE_DUALSTACK_ENDPOINT": "true",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.2/",
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/token",
        "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/r",
        "AWS_DEFAULTS_MODE": "in-region",
        "AWS_RETRY_MODE": "nonsense",
        "AWS_STS_REGIONAL_ENDPOINTS": "legacy",
        "AWS_WHAT_A_NEW_SDK_READS": "x",
    }
    settings = EMULATOR.variables(users)
    assert not settings.keys() & users.keys()
    assert settings["AWS_CONFIG_FILE"] == settings["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    for name, value in users.items():
        monkeypatch.setenv(name, value)
    client = EMULATOR.client("s3")
    assert client.meta.endpoint_url == EMULATOR.url
    assert client._get_credentials().access_key == "test"


@pytest.mark.parametrize("profile", ["[default]\nendpoint_url = http://127.0.0.1:9\n", "[default\nbroken"])
def test_nor_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str) -> None:
    (tmp_path / "config").write_text(profile)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "config"))
    assert EMULATOR.client("sqs").meta.endpoint_url == EMULATOR.url
    assert str(tmp_path) not in " ".join(EMULATOR.variables().values())


def test_the_real_aws_has_the_endpoints_of_the_users_profile_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = "[profile work]\nservices = near\n[services near]\ns3 =\n  endpoint_url = https://s3.near.test\n"
    (tmp_path / "config").write_text(config)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "work")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "https://sts.near.test")
    said: list[str] = []
    assert aws.target(DEV, say=said.append) == AWS
    assert said == [
        "Using https://s3.near.test for s3, as your AWS settings say",
        "Using https://sts.near.test for sts, as your AWS settings say",
    ]
    assert AWS.client("s3").meta.endpoint_url == "https://s3.near.test"
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    assert AWS.configured() == {}


@pytest.mark.parametrize(
    ("config", "profile"), [("[profile work]\n", "play"), ("[default\nbroken", "default")]
)
def test_the_real_aws_with_a_missing_or_broken_profile_is_two_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, profile: str
) -> None:
    (tmp_path / "config").write_text(config)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", profile)
    with pytest.raises(PlatformError, match="your AWS settings cannot be used") as refused:
        aws.target(DEV)
    assert "AWS_PROFILE" in refused.value.next_step


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
    settings = EMULATOR.variables(users)
    assert "AWS_PROFILE" not in settings
    assert "AWS_SESSION_TOKEN" not in settings
    assert "AWS_ENDPOINT_URL_S3" not in settings
    assert settings["AWS_ACCESS_KEY_ID"] == "test"
    assert settings["AWS_ENDPOINT_URL"] == EMULATOR.url
    assert settings["AWS_REGION"] == "eu-west-1"
    assert settings["NO_PROXY"] == "intranet,127.0.0.1"
    assert "AWS_CA_BUNDLE" not in settings
    assert settings["HOME"] == "/me"


def test_an_endpoint_behind_tls_is_trusted_by_the_users_authorities() -> None:
    settings = Target("endpoint", "https://aws.test:4566", "eu-west-1").variables(
        {"AWS_CA_BUNDLE": "/ca.pem"}
    )
    assert settings["AWS_CA_BUNDLE"] == "/ca.pem"


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
