"""LocalStack Community 4.14 as a process on the loopback interface."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling.errors import PlatformError
from tooling.venvs import python_of

_PATIENCE = 120  # seconds; the first start compiles 100 packages
# It ends when nobody holds the other end of its standard input: with the tests, however they end.
_MAIN = """
import os, sys, threading
threading.Thread(target=lambda: os._exit(len(sys.stdin.read())), daemon=True).start()
from localstack.runtime.main import main
main()
"""


@contextmanager
def running(directory: Path) -> Iterator[str]:
    """The address of a LocalStack whose files are in `directory`, and which ends with this.

    Raises:
        PlatformError: it could not be installed, or did not come up.
    """
    python = python_of("localstack", say=print)
    address = f"127.0.0.1:{_free_port()}"
    log = directory / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [python, "-c", _MAIN],
            cwd=directory,
            env=_environment(directory, address),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, f"http://{address}/_localstack/health", log)
        yield f"http://{address}"
    finally:
        process.communicate()


def _environment(directory: Path, address: str) -> dict[str, str]:
    """Its settings: https://docs.localstack.cloud/aws/configuration/config/"""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(directory),
        "FILESYSTEM_ROOT": str(directory / "files"),
        "GATEWAY_LISTEN": address,
        "GATEWAY_SERVER": "hypercorn",  # the other one listens on all interfaces, whatever it is told
        "LOCALSTACK_HOST": address,  # in the addresses of queues
        "DISABLE_EVENTS": "1",
        "DNS_ADDRESS": "0",
        "S3_SKIP_SIGNATURE_VALIDATION": "0",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
    }


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], health: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(health, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise PlatformError(
        f"LocalStack did not come up:\n{log.read_text()[-2000:]}", "./invokew test --tier localstack"
    )
