"""HTTP requests to a deployed API, signed as IAM wants it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

REGION = "eu-west-1"


@dataclass(frozen=True)
class Answer:
    """What came back. `body` is decoded where it is JSON."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


def call(
    method: str,
    url: str,
    body: Any = None,
    *,
    signed: bool = True,
    headers: Mapping[str, str] | None = None,
    service: str = "execute-api",
    keys: Credentials | None = None,
    at: str = "",
) -> Answer:
    """One request, signed for a service. A body that is no text is sent as JSON.

    Args:
        keys: whose signature; by default the account's.
        at: URL to connect to, where the host of `url` has no address.
    """
    data = body if isinstance(body, str) or body is None else json.dumps(body)
    request = AWSRequest(method, url, {"content-type": "application/json", **(headers or {})}, data)
    if signed:
        SigV4Auth(keys or Credentials("test", "test"), service, REGION).add_auth(request)
    parts = urlsplit(url)
    # Long enough for functions that start while the machine applies everything else.
    where = urlsplit(at) if at else parts
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=120)
    try:
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        host = {} if "host" in map(str.lower, request.headers) else {"Host": parts.netloc}
        connection.request(method, address, data, {**host, **dict(request.headers)})
        answer = connection.getresponse()
        text = answer.read().decode()
        found = {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()
    return Answer(
        answer.status, json.loads(text) if text and "json" in found.get("content-type", "") else text, found
    )
