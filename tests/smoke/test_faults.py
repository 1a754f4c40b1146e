"""An apply disturbed: a second one at the same time, and a killed one. The next apply converges."""

from __future__ import annotations

import json
import os
import signal
import subprocess

import pytest

from tooling import emulator

pytestmark = pytest.mark.capability("use.state", "behaves")


@pytest.fixture(scope="module")
def disturbed(new_checkout):
    """An apply that is killed half-way, and what two others were told while it ran."""
    ours, theirs = new_checkout(), new_checkout()
    ours.invokew("local.start")
    url = json.loads(ours.invokew("local.status", "--json").stdout)["url"]
    runs = ours.path / ".cache/runs/local"
    first = subprocess.Popen(
        ["./invokew", "apply", "--env", "local"],
        cwd=ours.path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    _wait_for_creations(runs, first, 50)
    same_place = ours.invokew("apply", "--env", "local", check=False)
    elsewhere = theirs.invokew("apply", "--env", "local", "--endpoint", url, check=False)
    os.kill(json.loads((runs / "run.json").read_text())["pid"], signal.SIGKILL)
    _, told = first.communicate(timeout=60)
    return ours, url, same_place, elsewhere, (first.returncode, told)


def _wait_for_creations(runs, process, wanted):
    import time

    events = runs / "events.jsonl"
    while process.poll() is None:
        if events.exists() and events.read_text().count('"type":"apply_complete"') >= wanted:
            return
        time.sleep(0.2)
    pytest.fail(f"the apply ended too soon: {process.communicate()}")


def test_a_second_apply_in_the_same_checkout_is_refused(disturbed):
    _, _, refused, _, _ = disturbed
    assert refused.returncode == 1
    assert "is still running (process" in refused.stderr


def test_an_apply_from_elsewhere_is_refused_with_who_holds_the_lock(disturbed):
    _, _, _, refused, _ = disturbed
    assert refused.returncode == 1
    assert "locked" in refused.stderr and "@" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_killed_apply_says_what_happened_and_what_to_type(disturbed):
    *_, (code, told) = disturbed
    assert code == 1
    assert "terraform was killed (SIGKILL)" in told
    assert "./invokew apply --env local" in told


@pytest.mark.capability("use.plan-apply", "behaves")
def test_the_next_apply_converges_and_nothing_is_there_twice_or_left_over(disturbed):
    copy, url, *_ = disturbed
    copy.invokew("apply", "--env", "local")
    assert copy.invokew("plan", "--env", "local").returncode == 0

    copy.invokew("destroy", "--env", "local")
    left = [each for each in emulator.inventory(url) if not each.startswith(("kms/", "s3/"))]
    assert left == []
