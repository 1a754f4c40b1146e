"""Applies that are disturbed: a second one at the same time, a killed one, and one whose local AWS is killed.

They take minutes, most of it waiting, and need nothing of other tests: so they run in the background.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.checkout import Checkout
from tooling import emulator

Finished = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Bereft:
    """An apply whose local AWS was killed, and the commands after it."""

    code: int
    error: str
    status: Finished
    output: Finished
    applied: Finished
    planned: Finished
    lost: dict[str, Any]  # what the killed one said of itself


@dataclass(frozen=True)
class Disturbed:
    """An apply that was killed half-way, two others while it ran, and the commands after it."""

    same_place: Finished
    elsewhere: Finished
    code: int
    error: str
    planned: Finished
    left: list[str]  # what the local AWS holds after the destroy


def lose_the_local_aws(copy: Checkout) -> Bereft:
    _without_shop(copy)
    copy.invokew("local.start")
    applying = _begin_to_apply(copy.path, 10)
    lost = json.loads((copy.path / ".cache/local/server.json").read_text())
    os.kill(lost["pid"], signal.SIGKILL)
    _, error = applying.communicate(timeout=300)
    commands = (["local.status"], ["output", "--env", "local"], ["apply", "--env", "local"])
    later = [copy.invokew(*command, check=False) for command in commands]
    later.append(copy.invokew("plan", "--env", "local", check=False))
    return Bereft(applying.returncode, error, *later, lost)


def disturb(ours: Checkout, theirs: Checkout) -> Disturbed:
    for copy in (ours, theirs):
        _without_shop(copy)
    ours.invokew("local.start")
    url = json.loads(ours.invokew("local.status", "--json").stdout)["url"]
    first = _begin_to_apply(ours.path, 20)
    terraform = json.loads((ours.path / ".cache/runs/local/run.json").read_text())["pid"]
    os.kill(terraform, signal.SIGSTOP)  # it does not end before the others were tried
    same_place = ours.invokew("apply", "--env", "local", check=False)
    elsewhere = theirs.invokew("apply", "--env", "local", "--endpoint", url, check=False)
    os.kill(terraform, signal.SIGKILL)
    _, error = first.communicate(timeout=60)
    ours.invokew("apply", "--env", "local")
    planned = ours.invokew("plan", "--env", "local", check=False)
    ours.invokew("destroy", "--env", "local")
    left = [
        each
        for each in emulator.inventory(ours.path / ".cache/local")
        if not each.startswith(("kms/", "s3/"))
    ]
    return Disturbed(same_place, elsewhere, first.returncode, error, planned, left)


def _without_shop(copy: Checkout) -> None:
    """Leave the platform alone in the local environment: enough to disturb."""
    main = copy.path / "environments/local/main.tf"
    main.write_text(main.read_text().partition('module "shop"')[0])


def _begin_to_apply(copy: Path, wanted: int) -> subprocess.Popen[str]:
    """An apply that has made so many resources."""
    process = subprocess.Popen(
        ["./invokew", "apply", "--env", "local"],
        cwd=copy,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    events = copy / ".cache/runs/local/events.jsonl"
    while process.poll() is None:
        if events.exists() and events.read_text().count('"type":"apply_complete"') >= wanted:
            return process
        time.sleep(0.2)
    raise AssertionError(f"the apply ended too soon: {process.communicate()}")
