"""State machines without functions: orders are placed or refused, or wait for a word."""

import json

import pytest

from tests.smoke.test_state_machine import (
    checkout,
    ended,
    entered,
    place,
    received,
    states,
    test_a_standard_machine_does_not_answer_at_once,
    test_an_input_that_is_no_json_starts_nothing,
    test_the_alias_starts_a_published_version,
    test_what_is_no_order_is_refused,
)

__all__ = [
    "checkout",
    "place",
    "states",
    "test_a_standard_machine_does_not_answer_at_once",
    "test_an_input_that_is_no_json_starts_nothing",
    "test_the_alias_starts_a_published_version",
    "test_what_is_no_order_is_refused",
]


@pytest.fixture
def asked(states, local, gallery, checkout, eventually):
    """Place a large order, and take the question whether it is approved."""

    def run(number, patience=60):
        order = {"id": number, "total": 5000, "items": [], "patience": patience}
        started = states.start_execution(stateMachineArn=checkout["arn"], input=json.dumps(order))
        question = received(local, gallery, "approvals", eventually)
        assert (question["order"], question["total"]) == (number, 5000)
        return started["executionArn"], question["token"]

    return run


def test_an_order_is_placed_step_by_step(states, local, gallery, place, checkout, eventually):
    placed = place(checkout, {"id": "o-1", "total": 20, "items": ["shoe", "lace"]})
    assert placed["status"] == "SUCCEEDED", placed
    assert entered(states, placed) == ["Check", "Prepare", "IsLarge", "Tell"]
    assert json.loads(placed["output"])["prepared"] == [
        {"step": "reserve", "order": "o-1"},
        [{"item": "shoe", "place": 0, "order": "o-1"}, {"item": "lace", "place": 1, "order": "o-1"}],
    ]
    assert received(local, gallery, "placed", eventually) == {"order": "o-1", "note": "2 items for 20"}


def test_a_large_order_waits_until_it_is_approved(states, local, gallery, asked, eventually):
    execution, token = asked("o-2")
    assert states.describe_execution(executionArn=execution)["status"] == "RUNNING"
    states.send_task_success(taskToken=token, output='{"by": "Ada"}')
    placed = ended(states, execution, eventually)
    assert placed["status"] == "SUCCEEDED" and json.loads(placed["output"])["approval"] == {"by": "Ada"}
    assert received(local, gallery, "placed", eventually)["order"] == "o-2"


def test_a_large_order_that_is_not_approved_is_undone(states, asked, eventually):
    execution, token = asked("o-3")
    states.send_task_failure(taskToken=token, error="TooMuch", cause="Nobody needs 5000 shoes.")
    undone = ended(states, execution, eventually)
    assert (undone["status"], undone["error"]) == ("FAILED", "TooMuch")


def test_a_large_order_that_nobody_answers_is_undone(states, asked, eventually):
    execution, _ = asked("o-4", patience=1)
    undone = ended(states, execution, eventually)
    assert (undone["status"], undone["error"]) == ("FAILED", "NobodyAnswered")


def test_an_execution_is_stopped(states, asked, eventually):
    execution, _ = asked("o-5", patience=5)
    states.stop_execution(executionArn=execution, error="Cancelled", cause="The customer changed her mind.")
    stopped = ended(states, execution, eventually)
    assert (stopped["status"], stopped["error"]) == ("ABORTED", "Cancelled")


@pytest.mark.parametrize(
    ("item", "answer"),
    [("shoe", ("SUCCEEDED", {"text": "shoe costs 20"})), ("hat", ("FAILED", "UnknownItem"))],
)
def test_an_express_machine_answers_its_caller(states, gallery, item, answer):
    machine = gallery["state_machine_express"]["machine"]
    told = states.start_sync_execution(stateMachineArn=machine["arn"], input=json.dumps({"item": item}))
    assert (told["status"], json.loads(told["output"]) if "output" in told else told["error"]) == answer
