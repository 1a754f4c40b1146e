"""How far an apply is: Terraform's JSON events reduced to what is done, what is running and for how long.

Events: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from types import TracebackType
from typing import Any, Protocol, Self, TextIO

from tooling.plan import Counts

VERBS: dict[str, tuple[str, str]] = {
    "create": ("creating", "created"),
    "update": ("changing", "changed"),
    "delete": ("destroying", "destroyed"),
    "read": ("reading", "read"),
}
HEARTBEAT = 10.0  # seconds
BAR = 60  # columns


@dataclass(frozen=True)
class Step:
    """One operation on one resource. Times are seconds since the epoch, from Terraform's own clock."""

    address: str
    action: str
    started: float
    ended: float | None = None
    failed: bool = False

    def elapsed(self, now: float) -> float:
        """Seconds it took, or has taken so far."""
        return (self.ended if self.ended is not None else now) - self.started


@dataclass(frozen=True)
class Progress:
    """The state of an apply after some of its events. `total` is the number of operations, reads aside."""

    total: int
    running: tuple[Step, ...] = ()
    finished: tuple[Step, ...] = ()
    errors: tuple[str, ...] = field(default=())

    @property
    def done(self) -> int:
        """Operations that succeeded, reads aside."""
        return sum(not step.failed and step.action != "read" for step in self.finished)

    def apply(self, event: Mapping[str, Any]) -> Progress:
        """The state after one more event. Events that are not about progress change nothing."""
        kind = event.get("type")
        if kind == "diagnostic" and event.get("diagnostic", {}).get("severity") == "error":
            return replace(self, errors=(*self.errors, str(event["diagnostic"].get("summary", ""))))
        hook = event.get("hook") or {}
        if kind not in ("apply_start", "apply_complete", "apply_errored") or "resource" not in hook:
            return self
        address, action, now = hook["resource"]["addr"], str(hook.get("action", "")), moment(event)
        if kind == "apply_start":
            return replace(self, running=(*self.running, Step(address, action, now)))
        ended = next(
            (step for step in self.running if (step.address, step.action) == (address, action)), None
        )
        step = ended or Step(address, action, now - float(hook.get("elapsed_seconds", 0)))
        return replace(
            self,
            running=tuple(other for other in self.running if other is not ended),
            finished=(*self.finished, replace(step, ended=now, failed=kind == "apply_errored")),
        )

    def waiting(self) -> tuple[Step, ...]:
        """What is running, the longest first."""
        return tuple(sorted(self.running, key=lambda step: step.started))


@dataclass(frozen=True)
class Chain:
    """Resources that had to follow one another, each with the seconds it took."""

    steps: tuple[tuple[str, float], ...] = ()

    @property
    def seconds(self) -> float:
        """What they took together."""
        return sum(took for _, took in self.steps)


def operations(counts: Counts) -> int:
    """How many operations an apply of these counts performs: a replacement is two."""
    return counts.add + counts.change + counts.destroy + 2 * counts.replace


def moment(event: Mapping[str, Any]) -> float:
    """When the event happened, in seconds since the epoch."""
    # Python 3.11 reads at most microseconds; Terraform may write nanoseconds.
    stamp = re.sub(r"(\.\d{6})\d+", r"\1", str(event["@timestamp"]))
    return datetime.fromisoformat(stamp).timestamp()


def longest_chain(events: Iterable[Mapping[str, Any]], graph: Mapping[str, Iterable[str]]) -> Chain:
    """The longest chain of waits: the path through the dependencies whose operations took longest together.

    No apply of this plan can be quicker, however much of it runs side by side.

    Args:
        events: of one apply.
        graph: for each resource (without index), the resources it depends on; see `dependencies`.
    """
    progress = Progress(0)
    for event in events:
        progress = progress.apply(event)
    took: dict[str, float] = {}
    for step in progress.finished:
        name = without_index(step.address)
        took[name] = max(took.get(name, 0.0), step.elapsed(step.started))

    @cache
    def longest(name: str) -> Chain:
        before = max((longest(other) for other in graph.get(name, ())), key=_seconds, default=Chain())
        return Chain((*before.steps, (name, took[name]))) if name in took else before

    return max((longest(name) for name in took), key=_seconds, default=Chain())


def span(events: Iterable[Mapping[str, Any]]) -> float:
    """Seconds from the first event to the last."""
    moments = [moment(event) for event in events]
    return max(moments) - min(moments) if moments else 0.0


def dependencies(dot: str) -> dict[str, set[str]]:
    """The resource graph that `terraform graph` prints, as resource → what it depends on."""
    graph: dict[str, set[str]] = {}
    for source, needed in re.findall(r'^\s*"((?:[^"\\]|\\.)+)" -> "((?:[^"\\]|\\.)+)"', dot, re.MULTILINE):
        graph.setdefault(without_index(source), set()).add(without_index(needed))
    return graph


def without_index(address: str) -> str:
    """`module.a["x"].aws_b.c[0]` as `module.a.aws_b.c`."""
    return re.sub(r'\[(?:\d+|\\?"(?:[^"\\]|\\.)*?\\?")\]', "", address)


def duration(seconds: float) -> str:
    """`8 s`, `2 min 05 s`."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02} s"


def bar(progress: Progress, elapsed: float) -> str:
    """`12/42 done after 40 s`."""
    return f"{progress.done}/{progress.total} done after {duration(elapsed)}"


def waits(progress: Progress, now: float, most: int = 1) -> list[str]:
    """What is running longest, one phrase each, and how many more."""
    steps = progress.waiting()
    phrases = [
        f"{VERBS.get(step.action, ('working on', ''))[0]} {step.address} ({duration(step.elapsed(now))})"
        for step in steps[:most]
    ]
    return phrases + ([f"{len(steps) - most} more"] if len(steps) > most else [])


class Reporter(Protocol):
    """Shows events as they come, between `with` and its end."""

    progress: Progress

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def __call__(self, event: Mapping[str, Any]) -> None: ...


def reporter(total: int, stream: TextIO | None = None) -> Reporter:
    """A live area on a terminal, plain lines elsewhere."""
    stream = stream or sys.stderr
    return _Live(total, stream) if stream.isatty() else Lines(total, stream)


class Lines:
    """A line for each resource done, and a heartbeat while nothing is."""

    def __init__(self, total: int, stream: TextIO, heartbeat: float = HEARTBEAT) -> None:
        self.progress = Progress(total)
        self._stream = stream
        self._heartbeat = heartbeat
        self._began = self._said = time.monotonic()
        self._stop = threading.Event()
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._began = self._said = time.monotonic()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def __call__(self, event: Mapping[str, Any]) -> None:
        before, self.progress = self.progress, self.progress.apply(event)
        for step in self.progress.finished[len(before.finished) :]:
            if step.action == "read":
                continue
            verb = "failed" if step.failed else VERBS.get(step.action, ("", step.action))[1]
            took = duration(step.elapsed(step.started))
            self._say(f"  {self.progress.done}/{self.progress.total}  {step.address} {verb} in {took}")

    def _beat(self) -> None:
        while not self._stop.wait(min(1.0, self._heartbeat)):
            if time.monotonic() - self._said >= self._heartbeat:
                phrases = waits(self.progress, time.time(), most=2) or ["Terraform is at work"]
                self._say(f"  {bar(self.progress, time.monotonic() - self._began)}: {', '.join(phrases)}")

    def _say(self, line: str) -> None:
        with self._turn:
            self._said = time.monotonic()
            print(line, file=self._stream, flush=True)


class _Live:
    """Redrawn in place four times a second."""

    def __init__(self, total: int, stream: TextIO) -> None:
        from rich.console import Console
        from rich.live import Live

        self.progress = Progress(total)
        self._began = time.monotonic()
        console = Console(file=stream, highlight=False)
        self._live = Live(
            get_renderable=self._draw,
            console=console,
            refresh_per_second=4,
            transient=True,
            redirect_stdout=False,
        )

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def __call__(self, event: Mapping[str, Any]) -> None:
        self.progress = self.progress.apply(event)

    def _draw(self) -> Any:
        from rich.console import Group
        from rich.text import Text

        full = round(BAR * min(self.progress.done / max(self.progress.total, 1), 1))
        lines = [
            Text(bar(self.progress, time.monotonic() - self._began), style="bold"),
            Text("━" * full, style="green").append("━" * (BAR - full), style="dim"),
        ]
        lines += [
            Text(f"  {phrase}", overflow="ellipsis", no_wrap=True)
            for phrase in waits(self.progress, time.time(), most=6)
        ]
        lines += [Text(f"  {error}", style="red") for error in self.progress.errors]
        return Group(*lines)


def _seconds(chain: Chain) -> float:
    return chain.seconds


@contextmanager
def working(label: str, stream: TextIO | None = None) -> Iterator[None]:
    """Show that something without steps is under way: a spinner on a terminal, one line elsewhere."""
    stream = stream or sys.stderr
    if not stream.isatty():
        print(f"{label} …", file=stream, flush=True)
        yield
        return
    from rich.console import Console

    with Console(file=stream).status(label):
        yield
