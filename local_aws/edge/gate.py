"""Who is let in: a request's Host, its signature and whether a browser sends it, before it is served.

What it lets in for something that is deployed stays there: see `confined`.
"""

import hmac
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from ministack import app
from ministack.core.router import detect_service

from local_aws import sealing
from local_aws.edge import browsers, confined, hosts, signatures
from local_aws.services.vpc_lattice.requests import service_of

Scope = dict[str, Any]

# Public on AWS, too, at hosts of their own: deployed APIs, load balancers, the pages and keys of user pools,
# the keys of EKS clusters. The paths of APIs are LocalStack's.
# https://docs.localstack.cloud/aws/services/apigateway/
_PUBLIC = re.compile(
    r"/_aws/(execute-api|lambda-url)/.+|/restapis/[^/]+/[^/]+/_user_request_(/.*)?|/_alb/.+"
    r"|/v1/apis/[^/]+/graphql"
    r"|/oauth2/(authorize|login|token|user[Ii]nfo)|/login|/logout"
    r"|/[^/]+/\.well-known/(jwks\.json|openid-configuration)|/oidc/.+"
)
# Addresses of MiniStack's own control it, but for these: certificates of the servers of databases and caches,
# packages by signed links, and, by a secret token, where CloudFormation and EKS wait for an answer.
_OF_THE_ENGINE = ("/_ministack/", "/_localstack/")
_PACKAGE = re.compile(r"/_ministack/lambda-(layers|code)/")
_SERVED = re.compile(
    r"/_ministack/((rds|elasticache|iot)/ca\.pem|cfn-(response|signal)/[^/]+"
    r"|eks-auth/.+)|/_localstack/health"
)
# An instance asks these of an address of its own. Here they would give a role's keys to everybody.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
_METADATA = re.compile(r"/latest/(api|dynamic|meta-data|user-data)(/|$)|/v2/credentials(/|$)", re.IGNORECASE)
# What MiniStack takes for another API than S3, for any name of a bucket.
_NO_BUCKETS = ("/iceberg", "/v20180820/", "/v2/", "/key-value-stores/")


@dataclass(frozen=True)
class Asked:
    """What is asked, and by whom.

    Args:
        headers: by their names in lower case.
        credential: `KEY/DATE/REGION/SERVICE/aws4_request` of its signature; "" when it has none.
        confined_to: what it may reach, when that is not all.
        refused: the status and the reason why it is not served.
    """

    headers: dict[str, str]
    credential: str
    confined_to: confined.To | None = None
    refused: tuple[int, str] | None = None


def look(scope: Scope) -> Asked:
    """Look at a request's line and headers."""
    headers = _headers(scope)
    path, method = scope["path"], scope.get("method", "GET")
    text = scope["query_string"].decode("latin-1")
    query = parse_qs(text, keep_blank_values=True) if text else {}
    kind = hosts.kind(headers.get("host", ""), path, _leads_to_api)
    if kind == "unknown":
        return Asked(headers, "", refused=(403, "The local AWS does not serve this Host."))
    if kind == "own" and _PACKAGE.match(path):
        given = query.get("X-Amz-Signature", [""])[0].encode()
        if not hmac.compare_digest(given, sealing.signature(path).encode()) or "origin" in headers:
            return Asked(headers, "", refused=(403, "AccessDenied: the link is not signed."))
        return Asked(headers, "")
    signed = signatures.state(headers.get("authorization", ""), query)
    if signed == "broken":
        return Asked(headers, "", refused=(403, "IncompleteSignature: the signature lacks parts."))
    public = kind in ("deployed", "named") or (kind == "own" and bool(_PUBLIC.fullmatch(path)))
    credential = _credential(headers, query) if signed == "whole" and not public else ""
    if kind == "own" and not public:
        if path.startswith(_OF_THE_ENGINE) and not _SERVED.fullmatch(path):
            return Asked(headers, "", refused=(404, f"The local AWS has nothing at {path}."))
        if not credential and _METADATA.match(path):
            return Asked(headers, "", refused=(404, "Instances do not run on the local AWS."))
    to: confined.To | None = "deployed" if public else "bucket" if kind == "bucket" else None
    if browsers.sends(headers):
        name = None if public else _bucket(kind, method, headers, query, path)
        bucket = None if name is None else _shared(name, method, headers)
        to = to or ("bucket" if bucket else None)
        # A browser that has such a Host was led here by a name server.
        open_ = public and kind != "named"
        if not browsers.may_send(headers, method, public=open_, bucket=bucket, signed=signed == "whole"):
            return Asked(headers, "", refused=(403, "AWS is not open to pages in a browser."))
    return Asked(headers, credential, to)


def _headers(scope: Scope) -> dict[str, str]:
    """A request's headers; one that was sent several times as MiniStack reads it, in one line."""
    found: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name, text = raw.decode("latin-1").lower(), value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def _credential(headers: dict[str, str], query: dict[str, list[str]]) -> str:
    header = headers.get("authorization", "").partition("Credential=")[2].partition(",")[0]
    return (header or query.get("X-Amz-Credential", [""])[0]).strip()


def _leads_to_api(name: str, path: str) -> bool:
    return app._resolve_custom_domain_request(name, path) is not None or service_of(name) is not None


def _bucket(
    kind: hosts.Kind, method: str, headers: dict[str, str], query: dict[str, list[str]], path: str
) -> str | None:
    """The bucket that a request is for, if it is for one that exists, and for nothing else."""
    if kind == "own" and (
        path.startswith(_NO_BUCKETS) or detect_service(method, path, headers, query) != "s3"
    ):
        return None
    found = app._s3_cors_target(headers["host"], path, path_style=kind == "own")
    return found[0] if found else None


def _shared(bucket: str, method: str, headers: dict[str, str]) -> browsers.Bucket:
    s3 = app._get_module("s3")
    return browsers.Bucket(
        shared=bool(s3._cors_rules(bucket)), allowed=bool(s3.cors_response_headers(bucket, method, headers))
    )
