"""What the edge of the local AWS adds to what an engine takes alone: the same calls, in turns, in a process.

Runs in the local AWS's environment: `python -m benchmarks.edge FOLDER`. Prints milliseconds by service.
The corrections are part of the engines here: both sides have them.
"""

import asyncio
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from local_aws.edge import server

ROUNDS = 400
_JSON = b"application/x-amz-json-1.0"
_FORM = b"application/x-www-form-urlencoded; charset=utf-8"
# Light calls: what they take themselves must not hide what comes on top. MiniStack answers two, moto one.
CALLS: dict[str, tuple[bytes, bytes, bytes]] = {
    "dynamodb": (_JSON, b"DynamoDB_20120810.ListTables", b"{}"),
    "sqs": (_JSON, b"AmazonSQS.ListQueues", b"{}"),
    "ec2": (_FORM, b"", b"Action=DescribeKeyPairs&Version=2016-11-15"),
}


def main() -> None:
    scratch = Path(sys.argv[1])
    server._prepare(0, scratch)
    from hypercorn.middleware import AsyncioWSGIMiddleware
    from ministack.app import app as ministack
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    edge = server._edge(0, scratch / "snapshots", set(), "secret", None)
    moto = AsyncioWSGIMiddleware(DomainDispatcherApplication(create_backend_app), max_body_size=2**20)
    print(json.dumps(asyncio.run(_compare(edge, {"ministack": ministack, "moto": moto}))))


async def _compare(edge: server.App, engines: dict[str, server.App]) -> dict[str, dict[str, float]]:
    found = {}
    for service in CALLS:
        engine = engines["moto" if service in server.MOTO_SERVICES else "ministack"]
        await _took(engine, service), await _took(edge, service)  # they read models, make stores
        alone, through = [], []
        for _ in range(ROUNDS):
            alone.append(await _took(engine, service))
            through.append(await _took(edge, service))
        found[service] = {"alone": statistics.median(alone), "through": statistics.median(through)}
    return found


async def _took(app: server.App, service: str) -> float:
    """Milliseconds of one call."""
    kind, target, body = CALLS[service]
    named = f"test/20260101/eu-west-1/{service}/aws4_request"
    signed = f"AWS4-HMAC-SHA256 Credential={named}, SignedHeaders=host, Signature=0"
    headers = {
        b"host": b"127.0.0.1:4566",
        b"content-type": kind,
        b"content-length": str(len(body)).encode(),
        b"amz-sdk-invocation-id": str(uuid4()).encode(),
        b"authorization": signed.encode(),
    }
    if target:
        headers[b"x-amz-target"] = target
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": "POST",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "root_path": "",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 4566),
        "headers": list(headers.items()),
        "extensions": {},
    }
    statuses = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        statuses.append(message.get("status"))

    began = time.perf_counter()
    await app(scope, receive, send)
    took = time.perf_counter() - began
    if statuses[0] != 200:
        raise SystemExit(f"{service} answered {statuses[0]}")
    return took * 1000


if __name__ == "__main__":
    main()
