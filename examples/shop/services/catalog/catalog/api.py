"""The HTTP API, for a load balancer in front of it.

GET /health             200 while it takes requests
GET /products           all products
GET /products/<id>      one product
"""

import json
import os
import time
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from catalog import log
from catalog.products import all_products, product


class Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own. `server_close` waits for those that are under way."""

    daemon_threads = False
    request_queue_size = 128


class Handler(BaseHTTPRequestHandler):
    """One request."""

    # One request for each connection: none is idle, and none is cut off, when the server ends.
    protocol_version = "HTTP/1.0"
    server_version, sys_version = "catalog", ""
    timeout = 30  # seconds for a client to send its request

    def do_GET(self) -> None:
        began = time.monotonic()
        try:
            status, body = answer(self.path.partition("?")[0])
        except Exception:
            log.error("unexpected failure", path=self.path, error=traceback.format_exc())
            status, body = HTTPStatus.INTERNAL_SERVER_ERROR, _problem("The service failed.")
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        if self.path != "/health":
            log.info(
                "answered",
                method=self.command,
                path=self.path,
                status=int(status),
                milliseconds=round((time.monotonic() - began) * 1000, 1),
                trace=self.headers.get("X-Amzn-Trace-Id"),
            )

    def log_message(self, format: str, *arguments: Any) -> None:
        """`do_GET` writes what there is to say of a request."""


def answer(path: str) -> tuple[HTTPStatus, Any]:
    """Status and body for a GET of this path."""
    match path.strip("/").split("/"):
        case ["health"]:
            return HTTPStatus.OK, {"status": "ok", "release": os.environ.get("RELEASE", "")}
        case ["products"]:
            return HTTPStatus.OK, {"products": all_products()}
        case ["products", key] if found := product(key):
            return HTTPStatus.OK, found
        case ["products", _]:
            return HTTPStatus.NOT_FOUND, _problem("There is no such product.")
    return HTTPStatus.NOT_FOUND, _problem("There is nothing at this address.")


def _problem(detail: str) -> dict[str, str]:
    return {"detail": detail}
