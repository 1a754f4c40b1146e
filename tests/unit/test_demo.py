"""The demo: an execution's history as a path, and how it reads."""

from __future__ import annotations

import pytest

import tasks
from tests.unit.typed import run
from tooling import demo
from tooling.aws import Target
from tooling.demo import Outcome, Step
from tooling.errors import PlatformError

pytestmark = pytest.mark.capability("app.orders-saga", "behaves")


def entered(name: str, kind: str = "Task") -> dict[str, object]:
    return {"type": f"{kind}StateEntered", "stateEnteredEventDetails": {"name": name}}


def test_a_history_is_read_as_steps_with_the_errors_they_ended_with() -> None:
    failed = {
        "type": "LambdaFunctionFailed",
        "lambdaFunctionFailedEventDetails": {"error": "OutOfStockError"},
    }
    events = [
        {"type": "ExecutionStarted"},
        entered("Validate"),
        failed,  # tried again
        {"type": "LambdaFunctionSucceeded"},
        entered("Reserve"),
        failed,
        entered("Refuse"),
        {"type": "LambdaFunctionSucceeded"},
        entered("Refused", "Succeed"),
        {"type": "ExecutionSucceeded"},
    ]
    assert list(demo.steps(iter(events))) == [
        Step("Validate"),
        Step("Reserve", "OutOfStockError"),
        Step("Refuse"),
    ]


def test_a_path_fits_a_terminal_and_says_what_was_undone() -> None:
    path = [
        Step(name) for name in ("Validate", "Reserve", "Pay", "Refund", "Release", "Refuse", "TellRefusal")
    ]
    path[2] = Step("Pay", "States.Timeout")
    text = demo.as_text([Outcome("an order", "id", "REFUSED", "r" * 200, 0, path)])
    assert "undone: Refund > Release" in text and "Pay FAILED > Refuse" in text
    assert max(map(len, text.splitlines())) <= 100


def test_an_environment_without_the_shop_says_what_to_type() -> None:
    with pytest.raises(PlatformError) as refused:
        demo.Shop({"users": {"url": "http://x"}}, Target("local", "http://127.0.0.1:1", "eu-west-1"))
    assert "no shop" in refused.value.message and refused.value.next_step == "./invokew apply --env local"


def test_without_the_local_aws_it_says_to_apply(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def absent(*_: object) -> None:
        raise PlatformError("The local AWS is not running.", "./invokew local.start   # or …")

    monkeypatch.setattr("tooling.deploy.attach", absent)
    assert run(tasks.demo) == 1
    assert capsys.readouterr().err.splitlines() == [
        "error: The local AWS is not running.",
        "next: ./invokew apply --env local",
    ]
