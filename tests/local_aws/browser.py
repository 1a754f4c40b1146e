"""A real browser that opens pages of this test's own sites: any name it asks for is this machine."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)


class Site:
    """Serves one page at every name, and hears what the page reports: `fetch("/report", ...)`."""

    def __init__(self) -> None:
        site, self.page, self.reports = self, "", Queue[Any]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(site.page.encode() if self.path == "/" else b"")

            def do_POST(self) -> None:
                site.reports.put(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                self._answer(b"")

            def _answer(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/html")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def opened(url: str, profile: Path) -> Iterator[None]:
    """A browser that shows a page."""
    assert PROGRAM
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    names = "--host-resolver-rules=MAP * 127.0.0.1, EXCLUDE localhost"
    with subprocess.Popen(
        [PROGRAM, *_QUIET, *root, names, f"--user-data-dir={profile}", "--remote-debugging-port=0", url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(20)


def shown(url: str, profile: Path) -> str:
    """The document that a browser shows at an address, as HTML."""
    assert PROGRAM
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    names = "--host-resolver-rules=MAP * 127.0.0.1, EXCLUDE localhost"
    return subprocess.run(
        [PROGRAM, *_QUIET, *root, names, f"--user-data-dir={profile}", "--dump-dom", url],
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
