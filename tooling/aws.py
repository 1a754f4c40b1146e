"""Which AWS a command talks to: the real one, the embedded local one, or any endpoint like LocalStack's."""

import http.client
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from tooling.environments import Environment
from tooling.errors import PlatformError

_EXECUTE_API = re.compile(r"https?://(?P<api>[\w-]+)\.execute-api\.[\w.-]+?(?P<path>/.*)?$")
_REMOVED = {"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"}


@dataclass(frozen=True)
class Target:
    """One AWS. `url` is None for the real one."""

    kind: Literal["aws", "local", "endpoint"]
    url: str | None
    region: str

    def variables(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """The whole environment for a child process (terraform, a script using boto3) that talks to this AWS.

        For an endpoint: its URL for every service, credentials that are worth nothing elsewhere, no profile,
        and few retries, because an emulator answers 500 for good where AWS would recover.
        """
        kept = dict(os.environ if base is None else base)
        if self.url is None:
            return kept | {"AWS_REGION": self.region}
        removed = _REMOVED if self.url.startswith("https:") else _REMOVED | {"AWS_CA_BUNDLE"}
        kept = {
            name: value
            for name, value in kept.items()
            if name not in removed and not name.startswith("AWS_ENDPOINT_URL")
        }
        host = urlsplit(self.url).hostname or ""
        unproxied = ",".join(filter(None, [kept.get("NO_PROXY") or kept.get("no_proxy"), host]))
        return kept | {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "2",
            "NO_PROXY": unproxied,
            "no_proxy": unproxied,
        }

    def client(self, service: str, region: str | None = None) -> Any:
        """A boto3 client of this AWS."""
        import boto3

        if self.url is None:
            return boto3.Session(region_name=region or self.region).client(service)
        import botocore.session
        from botocore.config import Config

        # The user's profiles are about the real AWS: a missing one must not matter here.
        isolated: dict[str, Any] = {
            "profile": (None, [], None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
        session = boto3.Session(
            aws_access_key_id="test",
            aws_secret_access_key="test",
            region_name=region or self.region,
            botocore_session=botocore.session.Session(session_vars=isolated),
        )
        config = Config(
            proxies={},
            connect_timeout=5,
            read_timeout=60,
            retries={"total_max_attempts": 2},
            s3={"addressing_style": "path"},
        )
        return session.client(service, endpoint_url=self.url, config=config)

    def local_url(self, url: str) -> str:
        """The address at which an API's public URL is served here; unchanged on the real AWS.

        LocalStack's path forms of an execute-api URL; a URL without a path is of a stage called $default:
        https://docs.localstack.cloud/aws/services/apigateway/
        """
        match = _EXECUTE_API.match(url)
        if self.url is None or match is None:
            return url
        stage, _, rest = (match["path"] or "/").lstrip("/").partition("/")
        if not stage:
            return f"{self.url}/_aws/execute-api/{match['api']}/$default"
        return f"{self.url}/restapis/{match['api']}/{stage}/_user_request_/{rest}"


def target(
    environment: Environment,
    endpoint: str | None = None,
    *,
    start: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Target:
    """The AWS that a command on this environment talks to.

    Args:
        environment: `local` means an emulator; any other means the real AWS unless `endpoint` says otherwise.
        endpoint: `local` for the embedded local AWS, or a URL.
        start: start the embedded local AWS when it is not running, instead of failing.
        say: told, in one line, when that is slow.

    Raises:
        PlatformError: the endpoint is malformed or does not answer, or the local AWS is not running.
    """
    region = environment.region
    named = endpoint or (_named_by_user() if environment.name == "local" else None)
    if named is None and environment.name != "local":
        _refuse_ambiguity(environment)
        return Target("aws", None, region)
    if named is None or named == "local":
        from tooling import emulator

        server = emulator.start(say=say) if start else emulator.require()
        return Target("local", server.url, region)
    url = _normal(named)
    _answers(url)
    return Target("endpoint", url, region)


def _named_by_user() -> str | None:
    """The usual LocalStack variables: https://docs.localstack.cloud/aws/configuration/config/"""
    url, host = os.environ.get("AWS_ENDPOINT_URL"), os.environ.get("LOCALSTACK_HOST")
    if url or not host:
        return url or None
    return f"http://{host}" if ":" in host else f"http://{host}:4566"


def _refuse_ambiguity(environment: Environment) -> None:
    url = os.environ.get("AWS_ENDPOINT_URL")
    if url:
        raise PlatformError(
            f"AWS_ENDPOINT_URL is {url}, but the environment '{environment.name}' lives on the real AWS",
            f"say which you mean: add `--endpoint {url}`, or run `unset AWS_ENDPOINT_URL` first",
        )


def _normal(url: str) -> str:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
        parts = parts._replace(scheme="")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PlatformError(
            f"'{url}' is not the address of an AWS endpoint",
            "write it as http://127.0.0.1:4566, or use `--endpoint local`",
        )
    # Terraform's S3 client would look for bucket.localhost; with an IP address it uses paths.
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname
    return f"{parts.scheme}://{host}:{port}" if port else f"{parts.scheme}://{host}"


def _answers(url: str) -> None:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        raise PlatformError(
            f"nothing answers at {url} ({error})",
            "start that endpoint, or use the embedded one: `--endpoint local`",
        ) from error
    finally:
        connection.close()
