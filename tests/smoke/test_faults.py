"""An apply disturbed: a second one at the same time, a killed one, and one whose local AWS is killed.

The next apply converges.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time

import pytest

from local_aws import processes
from tooling import emulator

pytestmark = pytest.mark.capability("use.state", "behaves")


@pytest.fixture(scope="module", autouse=True)
def bereft(new_checkout, _background):
    """What is told when a local AWS is killed during an apply, and later; it is tried while others wait."""
    return _background.submit(_lose_the_local_aws, new_checkout())


def _lose_the_local_aws(copy):
    copy.invokew("local.start")
    applying = _begin_to_apply(copy, 20)
    lost = json.loads((copy.path / ".cache/local/server.json").read_text())
    os.kill(lost["pid"], signal.SIGKILL)
    _, told = applying.communicate(timeout=300)
    commands = (["local.status"], ["output", "--env", "local"], ["apply", "--env", "local"])
    later = [copy.invokew(*command, check=False) for command in commands]
    later.append(copy.invokew("plan", "--env", "local", check=False))
    return (applying.returncode, told), later, lost


@pytest.fixture(scope="module")
def disturbed(new_checkout):
    """An apply that is killed half-way, and what two others were told while it ran."""
    ours, theirs = new_checkout(), new_checkout()
    ours.invokew("local.start")
    url = json.loads(ours.invokew("local.status", "--json").stdout)["url"]
    runs = ours.path / ".cache/runs/local"
    first = _begin_to_apply(ours, 50)
    same_place = ours.invokew("apply", "--env", "local", check=False)
    elsewhere = theirs.invokew("apply", "--env", "local", "--endpoint", url, check=False)
    os.kill(json.loads((runs / "run.json").read_text())["pid"], signal.SIGKILL)
    _, told = first.communicate(timeout=60)
    return ours, url, same_place, elsewhere, (first.returncode, told)


def _begin_to_apply(copy, wanted):
    """An apply that has made so many resources."""
    process = subprocess.Popen(
        ["./invokew", "apply", "--env", "local"],
        cwd=copy.path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    events = copy.path / ".cache/runs/local/events.jsonl"
    while process.poll() is None:
        if events.exists() and events.read_text().count('"type":"apply_complete"') >= wanted:
            return process
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
    copy, *_ = disturbed
    copy.invokew("apply", "--env", "local")
    assert copy.invokew("plan", "--env", "local").returncode == 0

    copy.invokew("destroy", "--env", "local")
    left = [
        each
        for each in emulator.inventory(copy.path / ".cache/local")
        if not each.startswith(("kms/", "s3/"))
    ]
    assert left == []


@pytest.mark.capability("use.local", "behaves")
def test_when_the_local_aws_is_killed_each_command_says_so_and_the_next_apply_begins_anew(bereft):
    (code, told), (status, output, applied, planned), lost = bereft.result()
    assert code == 1
    assert "the local AWS stopped: run the same command again" in told
    assert "Traceback" not in told
    assert "died, and with it all it held" in status.stdout
    assert output.returncode == 1 and "./invokew" in output.stderr
    assert applied.returncode == 0, applied.stderr
    assert planned.returncode == 0, planned.stdout
    assert processes.birth(lost["pid"]) != lost["born"]
