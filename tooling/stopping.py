"""A request to stop: Ctrl-C, SIGTERM or SIGHUP, remembered where it arrives.

Whether a run was stopped is never inferred from an exit code: Terraform may end a plan with success after a
request to stop. The handler sets a flag. While Terraform runs (`shielded`), the signal is also sent to it, so
that it ends in order. At any other moment the handler raises KeyboardInterrupt. Python loses an exception
that is raised in a callback of its own, so each phase begins with `check`.
"""

import contextlib
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class _Watch:
    """What is known in this process. `shields` counts the contexts that are open."""

    arrived: list[int] = field(default_factory=list)
    installed: bool = False
    shields: int = 0
    process: "subprocess.Popen[Any] | None" = None

    def handle(self, number: int, _frame: object) -> None:
        self.arrived.append(number)
        if not self.shields:
            raise KeyboardInterrupt
        self.send()

    def send(self) -> None:
        # A second signal makes Terraform stop at once, without an orderly end.
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)


_watch = _Watch()


def arrived() -> int:
    """How many signals arrived in the `watched` context that is open."""
    return len(_watch.arrived)


def check() -> None:
    """End here if a signal arrived.

    Raises:
        KeyboardInterrupt: one did.
    """
    if _watch.arrived:
        raise KeyboardInterrupt


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Remember the signals that arrive in here. A signal that is ignored, as under nohup, stays ignored.

    In another thread than the main one nothing changes: signals do not arrive there.
    """
    if _watch.installed or not _in_main_thread():
        yield
        return
    before = {}
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, _watch.handle)
    _watch.installed = True
    try:
        yield
    finally:
        _watch.installed = False
        for number, handler in before.items():
            signal.signal(number, handler)
        _watch.arrived.clear()


@contextlib.contextmanager
def shielded() -> Iterator[None]:
    """A phase that ends in order: a signal raises nothing in here, and goes to the process of `hand_on`."""
    if not _in_main_thread():
        yield
        return
    with watched():
        _watch.shields += 1
        try:
            yield
        finally:
            _watch.shields -= 1
            _watch.process = None


def hand_on(process: "subprocess.Popen[Any]") -> None:
    """Send this process the signals that arrive from now on, and one that arrived while it was started."""
    if not _in_main_thread():
        return
    _watch.process = process
    if _watch.arrived:
        _watch.send()


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
