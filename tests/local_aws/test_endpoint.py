"""The smoke tests against an endpoint that somebody names: nothing of them is changed for it."""

import json
import re

import pytest

from tests.checkout import copied
from tooling import emulator


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A checkout that is configured with an endpoint; of its chapter of keys it has the keys only."""
    copy = copied(tmp_path)
    chapter = copy.path / "tests/smoke/gallery/operations.tf"
    keys = re.findall(r'^(?:module|output) "kms_key_.*?^\}\n', chapter.read_text(), re.DOTALL | re.MULTILINE)
    chapter.write_text("\n".join(keys))
    copy.invokew("local.start")
    url = json.loads(copy.invokew("local.status", "--json").stdout)["url"]
    monkeypatch.setenv("PLATFORM_ENDPOINT", url)
    for name in ("PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"):
        monkeypatch.delenv(name, raising=False)  # of the run that this test is part of
    yield copy
    copy.invokew("local.stop")


@pytest.mark.slow
@pytest.mark.capability("use.smoke", "behaves")
def test_they_drive_what_they_apply_there_and_leave_nothing_behind(elsewhere):
    copy = elsewhere
    emulator.record(copy.path / ".cache/local", start=True)
    done = copy.invokew("test", "--args=-k test_key.py -n 0", check=False)
    called = {call["operation"] for call in emulator.record(copy.path / ".cache/local")["calls"]}
    assert done.returncode == 0, done.stdout[-3000:]
    assert called >= {"CreateKey", "Encrypt", "Decrypt", "ScheduleKeyDeletion"}
    assert [
        each for each in emulator.inventory(copy.path / ".cache/local") if not each.startswith("kms/")
    ] == []
