"""What is shown while an apply runs, and how long its longest chain of waits was."""

from __future__ import annotations

import io
import time
from typing import Any

from tooling import progress
from tooling.plan import Counts
from tooling.progress import Lines, Progress


def event(kind: str, address: str, second: int, action: str = "create") -> dict[str, Any]:
    return {
        "@timestamp": f"2026-01-01T10:{second // 60:02}:{second % 60:02}.123456Z",
        "type": kind,
        "hook": {"resource": {"addr": address}, "action": action},
    }


def run(*events: dict[str, Any], total: int = 3) -> Progress:
    state = Progress(total)
    for each in events:
        state = state.apply(each)
    return state


def test_what_has_run_longest_is_what_it_waits_for() -> None:
    state = run(event("apply_start", "b", 5), event("apply_start", "a", 2), event("apply_start", "c", 9))
    assert [step.address for step in state.waiting()] == ["a", "b", "c"]
    now = progress.moment(event("", "", 12))
    assert progress.waits(state, now, most=1) == ["creating a (10 s)", "2 more"]


def test_done_counts_what_succeeded() -> None:
    state = run(
        event("apply_start", "a", 0),
        event("apply_start", "b", 0),
        event("apply_complete", "a", 3),
        event("apply_errored", "b", 4),
    )
    assert state.done == 1 and not state.running
    assert [(step.address, step.failed) for step in state.finished] == [("a", False), ("b", True)]
    assert progress.bar(state, 61) == "1/3 done after 1 min 01 s"


def test_reads_are_not_counted() -> None:
    state = run(event("apply_start", "data.a", 0, "read"), event("apply_complete", "data.a", 1, "read"))
    assert state.done == 0


def test_a_replacement_is_two_operations_on_one_address() -> None:
    state = run(
        event("apply_start", "a", 0, "delete"),
        event("apply_complete", "a", 2, "delete"),
        event("apply_start", "a", 2, "create"),
        event("apply_complete", "a", 5, "create"),
    )
    assert state.done == progress.operations(Counts(replace=1)) == 2


def test_errors_are_kept_and_other_events_change_nothing() -> None:
    before = Progress(1)
    assert before.apply({"type": "version"}) == before
    after = before.apply({"type": "diagnostic", "diagnostic": {"severity": "error", "summary": "no"}})
    assert after.errors == ("no",)


def test_piped_progress_is_a_line_a_resource() -> None:
    stream = io.StringIO()
    with Lines(2, stream) as reporter:
        for each in (event("apply_start", "a", 0), event("apply_complete", "a", 25)):
            reporter(each)
    assert stream.getvalue() == "  1/2  a created in 25 s\n"


def test_piped_progress_has_a_heartbeat_while_nothing_finishes() -> None:
    stream = io.StringIO()
    with Lines(2, stream, heartbeat=0.05) as reporter:
        reporter(event("apply_start", "aws_sqs_queue.a", 0))
        deadline = time.monotonic() + 5
        while not stream.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
    assert "0/2 done" in stream.getvalue() and "creating aws_sqs_queue.a" in stream.getvalue()


def test_a_terminal_shows_progress_and_what_it_waits_for() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    with progress.reporter(2, stream) as reporter:
        reporter(event("apply_start", "aws_sqs_queue.a", 0))
    assert "0/2 done" in stream.getvalue() and "aws_sqs_queue.a" in stream.getvalue()


# The longest chain.

GRAPH = """digraph G {
  rankdir = "RL";
  "aws_b.x" [label="aws_b.x"];
  "aws_c.x" -> "aws_b.x";
  "module.m.aws_b.x" -> "aws_c.x";
  "module.m.aws_b.x" -> "data.aws_d.x";
  "data.aws_d.x" -> "aws_e.x";
}
"""


def steps(**seconds: int) -> list[dict[str, Any]]:
    found = []
    for name, took in seconds.items():
        address = name.replace("__", ".")
        found += [event("apply_start", address, 0), event("apply_complete", address, took)]
    return found


def test_the_longest_chain_adds_up_what_had_to_follow() -> None:
    graph = progress.dependencies(GRAPH)
    found = steps(aws_b__x=25, aws_c__x=10, module__m__aws_b__x=5, aws_e__x=20)
    chain = progress.longest_chain(found, graph)
    assert chain.seconds == 40
    assert chain.steps == (("aws_b.x", 25), ("aws_c.x", 10), ("module.m.aws_b.x", 5))


def test_a_chain_goes_through_data_sources_and_lone_resources_count() -> None:
    graph = progress.dependencies(GRAPH)
    assert progress.longest_chain(steps(aws_e__x=50, module__m__aws_b__x=5), graph).seconds == 55
    assert progress.longest_chain(steps(aws_z__alone=99, aws_b__x=5), graph).steps == (("aws_z.alone", 99),)
    assert progress.longest_chain([], graph).seconds == 0


def test_instances_of_one_resource_run_side_by_side() -> None:
    found = [
        event("apply_start", 'module.m["a.b"].aws_b.x[0]', 0),
        event("apply_complete", 'module.m["a.b"].aws_b.x[0]', 7),
        event("apply_start", 'module.m["c"].aws_b.x[1]', 0),
        event("apply_complete", 'module.m["c"].aws_b.x[1]', 9),
    ]
    assert progress.longest_chain(found, {}).seconds == 9
