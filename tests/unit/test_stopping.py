"""A stopped command does not go on: signals are remembered, whatever exit code Terraform ends with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from campaigns.kills import campaign
from tooling import paths, stopping
from tooling.program import reported
from tooling.terraform import Interrupted, Terraform, binary

SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])

# Ends every plan with "there are changes", whatever signals it gets.
DEAF = """#!/bin/sh
trap '' INT TERM HUP
case "$1" in
version) echo '{"terraform_version": "1.11.4"}' ;;
plan)
    echo '{"type": "version"}'
    sleep 0.5
    exit 2
    ;;
apply) touch applied ;;
state) sleep 0.5 && echo '{}' ;;
esac
"""


@pytest.fixture(autouse=True)
def _as_in_a_terminal() -> Iterator[None]:
    """A shell starts what runs in its background with Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def deaf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terraform:
    """A Terraform that goes on after a signal."""
    program = tmp_path / "terraform"
    program.write_text(DEAF)
    program.chmod(0o755)
    monkeypatch.setenv("TERRAFORM_BIN", str(program))
    binary.version.cache_clear()
    (tmp_path / "shop").mkdir()
    return Terraform(tmp_path / "shop", os.environ, tmp_path / "runs" / "shop")


def send(number: int) -> Callable[[Any], None]:
    return lambda _event: os.kill(os.getpid(), number)


@SIGNALS
def test_a_plan_that_ends_well_after_a_signal_was_stopped_all_the_same(
    deaf: Terraform, tmp_path: Path, number: int
) -> None:
    with pytest.raises(Interrupted, match="plan of 'shop' was stopped; nothing was changed"):
        deaf.plan(tmp_path / "plan", on_event=send(number))
    assert deaf.journal.last() is None, "Terraform ended by itself: there is nothing to recover"
    assert deaf.plan(tmp_path / "plan"), "the next one is another run"


@SIGNALS
def test_so_was_a_short_command(deaf: Terraform, number: int) -> None:
    later = ["/bin/sh", "-c", f"sleep 0.2; kill -{int(number)} {os.getpid()}"]
    with subprocess.Popen(later), pytest.raises(Interrupted, match="state pull of 'shop' was stopped"):
        deaf.read_state()
    assert deaf.read_state() == {}


def test_two_signals_make_terraform_leave_at_once_so_its_lock_is_looked_for(
    deaf: Terraform, tmp_path: Path
) -> None:
    def twice(event: Any) -> None:
        send(signal.SIGINT)(event)
        send(signal.SIGINT)(event)

    with pytest.raises(Interrupted):
        deaf.plan(tmp_path / "plan", on_event=twice)
    assert deaf.journal.last() is not None


def test_a_signal_that_python_lost_is_found_before_the_next_phase(deaf: Terraform, tmp_path: Path) -> None:
    class Dying:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)  # what is raised in here is printed, and goes no further

    with stopping.watched():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sys, "unraisablehook", lambda _: None)
            Dying()
        with pytest.raises(KeyboardInterrupt):
            deaf.apply(tmp_path / "plan")
        assert not (deaf.directory / "applied").exists()
    deaf.apply(tmp_path / "plan")
    assert (deaf.directory / "applied").exists(), "without a signal it applies"


def test_between_phases_a_command_ends_where_it_is() -> None:
    with stopping.watched(), pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert stopping.arrived() == 0


@SIGNALS
def test_an_interrupted_invoke_ends_with_one_message(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    @reported
    def invoke() -> None:  # as its Program.run does
        try:
            os.kill(os.getpid(), number)
        except KeyboardInterrupt:
            sys.exit(1)

    @reported
    def outer() -> None:
        invoke()

    with pytest.raises(SystemExit, match="1"):
        outer()
    assert capsys.readouterr().err == "error: stopped\nnext: run the same command again to go on\n"


def test_a_command_in_another_thread_takes_no_signal_from_the_main_one(deaf: Terraform) -> None:
    states: list[Any] = []
    thread = threading.Thread(target=lambda: states.append(deaf.read_state()))
    thread.start()
    time.sleep(0.2)
    with stopping.watched(), pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
    thread.join()
    assert states == [{}]


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        with stopping.watched():
            os.kill(os.getpid(), signal.SIGHUP)
            stopping.check()
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(
    ("command", "code", "took", "heard"),
    [
        ("apply", 1, 9.0, True),
        ("apply", 0, 0.2, True),
        ("apply", 0, 3.0, False),
        ("plan", 2, 0.2, True),
        ("plan", 2, 3.0, False),
        ("destroy", 2, 0.2, False),
        ("apply", -15, 0.1, False),
    ],
)
def test_the_campaign_of_kills_sees_a_signal_that_was_not_heard(
    command: str, code: int, took: float, heard: bool
) -> None:
    assert (campaign.unheard(command, "SIGTERM", code, took) == []) == heard


# All of it, as a user does it.

HARNESS = """
import os, runpy, signal, sys, time
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
from tooling import deploy, environments, paths
from tooling.aws import Target
from tooling.deploy import Deployment
from tooling.environments import Backend, Environment
from tooling.terraform import Terraform
root, lost = Path(sys.argv[1]), int(sys.argv[2])
paths.CACHE = root.parent / "cache"
environment = Environment("shop", root, Backend("b", "k", "eu-west-1"), False)
place = Target("endpoint", "http://127.0.0.1:1", "eu-west-1")

def ready(*_, **__):
    deployment = Deployment(environment, place, Terraform.of(environment, place))
    deployment.terraform.init()
    return deployment

def completed(self, *arguments, _apply=Terraform.apply, **options):
    _apply(self, *arguments, **options)
    (root.parent / "completed").write_text(str(time.time()))

class Dying:
    def __del__(self):
        os.kill(os.getpid(), lost)  # what is raised in here is printed, and goes no further

def planned(*arguments, _plan=deploy.plan, **options):
    found = _plan(*arguments, **options)
    sys.unraisablehook = lambda _: None
    Dying()
    return found

Terraform.apply = completed
if lost:
    deploy.plan = planned
deploy.prepare = ready
environments.get = lambda _: environment
main = str(paths.ROOT / "tooling" / "__main__.py")
print("ready", flush=True)
sys.argv = [main, "apply", "--env", "shop", "--yes"]
runpy.run_path(main, run_name="__main__")
"""


@pytest.mark.slow
@SIGNALS
def test_an_apply_that_is_stopped_at_any_moment_does_not_go_on(tmp_path: Path, number: int) -> None:
    stopped = 0
    for moment in range(5):
        root, harness = started(tmp_path / str(moment))
        time.sleep(0.1 + 0.35 * moment)
        sent = time.time()
        harness.send_signal(number)
        _, error = harness.communicate(timeout=120)
        assert "Traceback" not in error
        if harness.returncode == 0:
            assert float((root.parent / "completed").read_text()) < sent, f"it went on: {error}"
            continue
        stopped += 1
        assert harness.returncode == 1, error
        assert "stopped" in error
        state = root / "terraform.tfstate"
        made = state.is_file() and json.loads(state.read_text())["resources"]
        assert not made or "terraform_data.a created" in error or "apply of 'shop' was stopped" in error
    assert stopped >= 2


@pytest.mark.slow
@SIGNALS
def test_an_apply_does_not_begin_after_a_signal_that_python_lost(tmp_path: Path, number: int) -> None:
    root, harness = started(tmp_path / "lost", number)
    _, error = harness.communicate(timeout=120)
    assert (harness.returncode, (root.parent / "completed").exists()) == (1, False), error
    assert "Traceback" not in error and "stopped" in error


def started(folder: Path, lost: int = 0) -> tuple[Path, subprocess.Popen[str]]:
    """An apply of one resource, once it is ready. `lost` is a signal that it loses after its plan."""
    root = folder / "shop"
    root.mkdir(parents=True)
    (root / "main.tf").write_text('resource "terraform_data" "a" { input = 1 }\n')
    harness = subprocess.Popen(
        [sys.executable, "-c", HARNESS, str(root), str(int(lost))],
        cwd=paths.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert harness.stdout is not None and harness.stdout.readline() == "ready\n"
    return root, harness
