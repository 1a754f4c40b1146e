"""What a request's Host leads to: the local AWS itself, something that is deployed on it, or nothing.

A page whose name a name server leads to this machine ("DNS rebinding") has a Host of its own: it is served
nothing. https://developer.mozilla.org/en-US/docs/Glossary/Same-origin_policy
"""

import re
from collections.abc import Callable
from typing import Any, Literal

# own: AWS's APIs, what is deployed by its path, and the control addresses. deployed: one API, distribution or
# load balancer. bucket: S3 for one bucket. named: a load balancer, by its path, for any Host.
Kind = Literal["own", "deployed", "bucket", "named", "unknown"]

_HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9._-]+)(?::\d{1,5})?")
_OWN = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])")
_REGION = r"[a-z]{2}(?:-[a-z]+)+-\d"
_AWS = r"(?:amazonaws\.com|localhost)"
# https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
_DEPLOYED = re.compile(
    "|".join(
        (
            r"[a-z0-9]+\.execute-api\.localhost",
            rf"[a-z0-9-]+\.lambda-url\.{_REGION}\.(?:on\.aws|localhost)",
            rf"[a-z0-9]+\.appsync(?:-realtime)?-api\.{_REGION}\.{_AWS}",
            r"[a-z0-9]+\.cloudfront\.(?:net|localhost)",
            rf"[a-z0-9]+\.{_REGION}\.aoss\.{_AWS}",
            r"[a-z0-9.-]+\.elb\.amazonaws\.com",
            r"[a-z0-9-]+\.alb\.localhost",
            rf"[a-z0-9-]+\.[a-z0-9]+\.vpc-lattice-svcs\.{_REGION}\.on\.aws",
        )
    )
)
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
_LABEL = r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"
_BUCKET = re.compile(
    "|".join(
        (
            rf"{_LABEL}\.localhost",
            rf"{_LABEL}\.s3(?:[.-]{_REGION})?\.{_AWS}",
            rf"{_LABEL}\.s3-(?:accelerate|website[.-]{_REGION})\.{_AWS}",
            r"[a-z0-9]+\.mrap\.accesspoint\.s3-global\.amazonaws\.com",
        )
    )
)
_LOAD_BALANCER = "/_alb/"
# SDKs put the account in front of an address for S3 Control, and for S3 a bucket whose name has dots. No name
# server knows these hosts, and no browser takes them for hosts: clients ask for them by `HTTP_PROXY`.
_IN_FRONT = re.compile(r"(?:(\d{12})|([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+))\.(127\.0\.0\.1(?::\d{1,5})?)")


def kind(host: str, path: str = "/", leads_to_api: Callable[[str, str], bool] = lambda *_: False) -> Kind:
    """What a request for this Host and path is for.

    Args:
        host: the Host header, with its port.
        path: the request's path, decoded.
        leads_to_api: whether a name and a path are of a custom domain of an API or a Lattice service.
    """
    found = _HOST.fullmatch(host.lower())
    if not found:
        return "unknown"
    name = found[1]
    if _OWN.fullmatch(name):
        return "own"
    if _DEPLOYED.fullmatch(name) or leads_to_api(name, path):
        return "deployed"
    if _BUCKET.fullmatch(name):
        return "bucket"
    return "named" if path.startswith(_LOAD_BALANCER) else "unknown"


def plain(scope: dict[str, Any]) -> dict[str, Any]:
    """A request as one to the local AWS itself: not to a proxy, and with no name in front of the host.

    A bucket in front of the host becomes the first part of the path; an account is in the headers, too.
    """
    host = next((value for name, value in scope.get("headers", ()) if name == b"host"), b"")
    if b".127.0.0.1" not in host and not scope["path"].startswith("http:"):
        return scope
    path, raw = _origin(scope["path"]), _origin(scope.get("raw_path", b"").decode("latin-1"))
    found = _IN_FRONT.fullmatch(host.decode("latin-1").lower())
    headers = scope["headers"]
    if found:
        headers = [(name, value) for name, value in headers if name != b"host"]
        headers.append((b"host", found[3].encode()))
        if found[2]:
            path, raw = f"/{found[2]}{path}", f"/{found[2]}{raw}"
    return {**scope, "headers": headers, "path": path, "raw_path": raw.encode("latin-1")}


def _origin(target: str) -> str:
    """The path of a target, that a proxy is sent as a whole URL."""
    if not target.startswith("http:"):
        return target
    return "/" + target.removeprefix("http://").partition("/")[2]
