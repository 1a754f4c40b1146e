"""Which AWS a command talks to: the real one, the embedded local one, or any endpoint like LocalStack's."""

import contextlib
import functools
import http.client
import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from tooling.environments import Environment
from tooling.errors import PlatformError

_EXECUTE_API = re.compile(r"https?://(?P<api>[\w-]+)\.execute-api\.[\w.-]+?(?P<path>/.*)?$")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """One AWS. `url` is None for the real one."""

    kind: Literal["aws", "local", "endpoint"]
    url: str | None
    region: str

    def variables(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """The whole environment for a child process (terraform, a script using boto3) that talks to this AWS.

        For an endpoint: its URL for every service, credentials that are worth nothing elsewhere, and few
        retries, because an emulator answers 500 for good where AWS would recover. None of the user's own
        settings for AWS, by variable or by profile: whatever a new version of an SDK reads, it is not passed.
        The authorities that sign an endpoint's TLS certificate are no setting for AWS.
        """
        kept = dict(os.environ if base is None else base)
        if self.url is None:
            return kept | {"AWS_REGION": self.region}
        passed = {"AWS_CA_BUNDLE"} if self.url.startswith("https:") else set()
        kept = {name: value for name, value in kept.items() if name in passed or not name.startswith("AWS_")}
        host = urlsplit(self.url).hostname or ""
        unproxied = ",".join(filter(None, [kept.get("NO_PROXY") or kept.get("no_proxy"), host]))
        return kept | {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
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
        """A client of this AWS: one of boto3's, made by its core, which loads in half the time."""
        import botocore.session
        from botocore.config import Config

        if self.url is None:
            session = _with_models(botocore.session.Session())
            return session.create_client(service, region or self.region, config=Config(connect_timeout=10))
        # Neither a file nor a variable says anything: each setting has botocore's default.
        known = botocore.session.Session.SESSION_VARIABLES
        isolated: dict[str, Any] = {
            name: (None, None, default, cast) for name, (_, _, default, cast) in known.items()
        } | {
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
        session = _with_models(botocore.session.Session(session_vars=isolated))
        session.set_credentials("test", "test")
        config = Config(
            proxies={},
            connect_timeout=5,
            read_timeout=60,
            retries={"total_max_attempts": 2},
            s3={"addressing_style": "path"},
        )
        return session.create_client(service, region or self.region, endpoint_url=self.url, config=config)

    def configured(self) -> dict[str, str]:
        """The endpoints that the user's variables and profile set on the real AWS, by service; "" is for all.

        https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html

        Raises:
            PlatformError: the profile is not there, or its file cannot be read.
        """
        import botocore.session
        from botocore.exceptions import BotoCoreError

        session = botocore.session.Session()
        if self.url is not None:
            return {}
        try:
            if session.get_config_variable("ignore_configured_endpoint_urls"):
                return {}
            profile = session.get_scoped_config()
        except BotoCoreError as error:
            raise PlatformError(
                f"your AWS settings cannot be used: {error}",
                "correct AWS_PROFILE, AWS_CONFIG_FILE or ~/.aws/config, or use `--endpoint local`",
            ) from error
        services = session.full_config.get("services", {}).get(profile.get("services"), {})
        found = {"": profile.get("endpoint_url", "")}
        found |= {
            name: each.get("endpoint_url", "") for name, each in services.items() if isinstance(each, dict)
        }
        for name, value in os.environ.items():
            if name.startswith("AWS_ENDPOINT_URL"):
                found[name.removeprefix("AWS_ENDPOINT_URL").lstrip("_").lower()] = value
        return {service: url for service, url in found.items() if url}

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
        say: gets, in one line, what is slow.

    Raises:
        PlatformError: the endpoint is malformed or does not answer, or the local AWS is not running.
    """
    region = environment.region
    named = endpoint if endpoint is not None or environment.name != "local" else _named_by_user()
    if named is None and environment.name != "local":
        _refuse_ambiguity(environment)
        real = Target("aws", None, region)
        for service, address in sorted(real.configured().items()):
            say(f"Using {address} for {service or 'AWS'}, as your AWS settings say")
        return real
    if named is None or named == "local":
        from tooling import emulator

        server = emulator.start(say=say) if start else emulator.require()
        return Target("local", server.url, region)
    url = _normal(named)
    _answers(url)
    return Target("endpoint", url, region)


@functools.cache
def _models() -> Any:
    """AWS's descriptions of its services, which each session would read again."""
    from botocore.loaders import create_loader

    return create_loader()


def _with_models(session: Any) -> Any:
    session.register_component("data_loader", _models())
    return session


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
    """The scheme, host and port of an endpoint.

    Raises:
        PlatformError: it is not an address, or it has more parts, which nothing here would use.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _not_an_endpoint(url, "is not the address of an AWS endpoint") from None
    if parts.scheme not in ("http", "https") or not _is_host(host):
        raise _not_an_endpoint(url, "is not the address of an AWS endpoint")
    if "@" in parts.netloc or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _not_an_endpoint(url, "has more than a scheme, a host and a port")
    # Terraform's S3 client would look for bucket.localhost; with an IP address it uses paths.
    host = "127.0.0.1" if host == "localhost" else f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}:{port}" if port else f"{parts.scheme}://{host}"


def _is_host(host: str) -> bool:
    if ":" in host:
        with contextlib.suppress(ValueError):
            return bool(ipaddress.IPv6Address(host))
        return False
    return 0 < len(host) <= 253 and all(map(_LABEL.fullmatch, host.split(".")))


def _not_an_endpoint(url: str, why: str) -> PlatformError:
    shown = url if len(url) <= 80 else f"{url[:79]}…"
    shown = re.sub(r"//[^/@]*@", "//…@", shown)  # it may be a password
    return PlatformError(f"'{shown}' {why}", "write it as http://127.0.0.1:4566, or use `--endpoint local`")


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
