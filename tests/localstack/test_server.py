"""The LocalStack of these tests is for this machine only, and ends with whoever started it."""

import socket
import subprocess
import sys
import urllib.request
from urllib.parse import urlsplit

import pytest

from tooling.paths import ROOT

START = """
import sys
from pathlib import Path
from tests.localstack.server import running
with running(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


def test_it_listens_on_loopback_only_and_ends_with_its_owner(tmp_path, eventually):
    command = [sys.executable, "-c", START, str(tmp_path)]
    owner = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    url = owner.stdout.readline().strip()
    with pytest.raises(OSError):  # an address of this machine, and not the one it was given
        socket.create_connection(("127.0.0.2", urlsplit(url).port), timeout=2)

    def answers():
        try:
            return urllib.request.urlopen(f"{url}/_localstack/health", timeout=5).status == 200
        except OSError:
            return False

    assert answers()
    owner.kill()
    owner.communicate()
    eventually(lambda: not answers())
