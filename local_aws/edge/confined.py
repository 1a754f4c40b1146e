"""A request for something that is deployed reaches that, and no API of AWS.

MiniStack looks at paths before hosts: `/health`, `/v2/…` and `/iceberg…` at an API's host would be its own,
and what no API takes goes on to AWS's APIs, signed or not.
"""

import re
from contextvars import ContextVar
from typing import Any, Literal

from ministack import app
from ministack.core.router import detect_service

from local_aws.edge import hosts

# deployed: an API, a distribution, a load balancer, the pages of user pools. bucket: S3, for a bucket.
To = Literal["deployed", "bucket"]
Answer = tuple[int, dict[str, str], Any]

to: ContextVar[To | None] = ContextVar("confined", default=None)
_APPSYNC = re.compile(r"[a-z0-9]+\.appsync-api\.")
_GRAPHQL = re.compile(r"/v1/apis/[^/]+/graphql")


def install() -> None:
    """Change MiniStack's four steps: what needs no body, what needs one, what is deployed, and AWS's APIs."""
    before, after = app._handle_pre_body_request, app._handle_post_body_shortcuts
    deployed, apis = app._handle_special_data_plane_request, app._dispatch_service_request

    async def without_body(
        method: str, path: str, headers: dict[str, str], query: dict[str, Any], request_id: str
    ) -> Any:
        if to.get() is None or (to.get() == "deployed" and _is_own(headers)):
            return await before(method, path, headers, query, request_id)
        if to.get() == "bucket" or _APPSYNC.match(headers["host"]):
            return app._handle_options_request(method, path, headers, query, request_id)
        return None

    async def with_body(
        method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any], request_id: str
    ) -> Any:
        if to.get() is None or (to.get() == "deployed" and _is_own(headers)):
            return await after(method, path, headers, body, query, request_id)
        return None

    async def at_its_host(
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes,
        query: dict[str, Any],
        request_id: str,
        **more: Any,
    ) -> Any:
        request = (method, path, headers, body, query, request_id)
        if to.get() is None:
            return await deployed(*request, **more)
        if to.get() == "deployed":
            return await _deployed(*request, **more)
        return await _bucket(*request)

    async def by_its_api(
        method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any], request_id: str
    ) -> Any:
        request = (method, path, headers, body, query, request_id)
        if to.get() is None:
            return await apis(*request)
        if to.get() == "deployed":
            return await _without_a_host(*request)
        params = app._routing_params(method, path, headers, body, query)
        own_path = _is_own(headers) and detect_service(method, path, headers, params) == "s3"
        return await apis(*request) if own_path else _forbidden()

    app._handle_pre_body_request, app._handle_post_body_shortcuts = without_body, with_body
    app._handle_special_data_plane_request, app._dispatch_service_request = at_its_host, by_its_api


async def _deployed(
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes,
    query: dict[str, Any],
    request_id: str,
    raw_path: str | None = None,
    raw_query_string: str = "",
    client_ip: str = "127.0.0.1",
) -> Any:
    """As MiniStack's own, without the APIs that it knows by a path."""
    host, raw = headers["host"], raw_path if raw_path is not None else path
    if answer := await app._handle_cloudfront_dataplane_request(
        host, path, raw, raw_query_string, method, headers, body, query, client_ip
    ):
        return answer
    if app._AOSS_COLLECTION_HOST_RE.match(host) and (
        answer := await app._get_module("opensearchserverless").handle_dataplane(
            method, host, raw, raw_query_string, headers, body, query
        )
    ):
        return app._with_data_plane_headers(answer, request_id)
    if answer := await app._handle_execute_api_request(
        host, path, method, headers, body, query, raw_path=raw_path, raw_query_string=raw_query_string
    ):
        return app._with_data_plane_headers(answer, request_id, wildcard_cors=False)
    if answer := await app._handle_lambda_url_request(host, path, method, headers, body, query):
        status, answered, content = answer
        if not any(name.lower() == "x-amzn-requestid" for name in answered):
            answered["x-amzn-RequestId"] = request_id
        return status, answered, content
    return await app._handle_alb_request(host, path, method, headers, body, query, raw_query_string, raw_path)


async def _bucket(
    method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any], request_id: str
) -> Any:
    """S3 at a bucket's host; None when the bucket is named by the path."""
    host = headers["host"]
    if _is_own(headers):
        return None
    answer = await app._handle_s3_vhost_request(host, path, method, headers, body, query)
    if answer and (target := app._s3_cors_target(host, path, path_style=False)):
        answer[1].update(app._get_module("s3").cors_response_headers(target[0], method, headers))
    return app._with_data_plane_headers(answer, request_id, include_s3_id=True, wildcard_cors=False)


async def _without_a_host(
    method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any], request_id: str
) -> Any:
    """What MiniStack serves among AWS's APIs, and is deployed: AppSync's, and the keys of EKS clusters."""
    at_appsync = bool(_APPSYNC.match(headers["host"]))
    if method == "POST" and (_GRAPHQL.fullmatch(path) or (at_appsync and path == "/graphql")):
        service = "appsync"
    elif method == "POST" and at_appsync and path == "/event":
        service = "appsync-events"
    elif method == "GET" and path.startswith("/oidc/") and _is_own(headers):
        service = "eks"
    else:
        return _forbidden()
    answered = {name: value for name, value in headers.items() if name != "x-amz-target"}
    answer: Answer = await app.SERVICE_HANDLERS[service](method, path, answered, body, query)
    return app._with_data_plane_headers(answer, request_id)


def _is_own(headers: dict[str, str]) -> bool:
    return hosts.kind(headers.get("host", "")) == "own"


def _forbidden() -> Answer:
    return 403, {"Content-Type": "application/json"}, b'{"message":"Forbidden"}'
