"""A plan of an environment that was never applied: there is no state bucket, and a plan makes none.

Terraform's S3 backend needs a bucket even to find it empty. So while it plans it gets one from here: an
S3 on loopback that has every bucket, with nothing in it, and that takes nothing. Such a plan is for review
only. `apply` makes the bucket and plans again, and applies that only when it does what was reviewed.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tooling import files
from tooling.terraform import Terraform

# https://developer.hashicorp.com/terraform/language/backend/s3: only the place of the state is another one.
_CONFIGURATION = """endpoints                   = {{ s3 = "{url}" }}
use_path_style              = true
skip_credentials_validation = true
skip_requesting_account_id  = true
skip_region_validation      = true
skip_s3_checksum            = true
"""


@contextlib.contextmanager
def initialized(terraform: Terraform) -> Iterator[None]:
    """The root, initialized for an empty state. Afterwards its backend counts as not initialized."""
    given, configuration = terraform.init_arguments, terraform.journal.folder / "unapplied.tfbackend"
    with _served() as url:
        files.private(configuration, _CONFIGURATION.format(url=url).encode())
        terraform.init_arguments = (*given, f"-backend-config={configuration}")
        try:
            terraform.init(again=True)
            yield
        finally:
            terraform.init_arguments = given
            for left in (configuration, terraform.stamp, terraform.data / "terraform.tfstate"):
                left.unlink(missing_ok=True)


@contextlib.contextmanager
def _served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Empty(BaseHTTPRequestHandler):
    """What S3 answers about a bucket that is there and empty."""

    def do_HEAD(self) -> None:
        """A bucket is there, an object is not."""
        self.answer(404 if urlsplit(self.path).path.strip("/").count("/") else 200, b"")

    def do_GET(self) -> None:
        """A list of objects is empty; none can be read."""
        url = urlsplit(self.path)
        if "list-type" in parse_qs(url.query):
            bucket = url.path.strip("/")
            self.answer(200, f"<ListBucketResult><Name>{bucket}</Name></ListBucketResult>".encode())
        else:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def answer(self, status: int, body: bytes) -> None:
        """Send an answer."""
        self.send_response(status)
        self.send_header("content-type", "application/xml")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""
