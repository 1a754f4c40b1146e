"""What the shop's orders service takes, and how it asks a service that fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.shop import service

pytestmark = pytest.mark.slow  # its zip is built first
GOOD = {"customer": "ada", "country": "IE", "items": [{"product": "tea", "quantity": 2}]}


@pytest.fixture(scope="module")
def orders() -> Iterator[Any]:
    variables = {"INVENTORY": "inventory", "TABLE_ORDERS": "orders", "WORKFLOW_ARN": "arn"}
    with service("orders", "model", "availability", "api", **variables) as found:
        yield found


@pytest.fixture
def model(orders: Any) -> Any:
    return orders[0]


@pytest.mark.capability("app.orders-saga", "behaves")
@pytest.mark.parametrize(
    "change",
    [
        {"customer": "Ada Lovelace"},
        {"customer": 7},
        {"country": "Ireland"},
        {"items": []},
        {"items": [{"product": "tea"}]},
        {"items": [{"product": "tea", "quantity": 0}]},
        {"items": [{"product": "tea", "quantity": True}]},
        {"items": [{"product": "tea", "quantity": 1, "price": 0}]},
        {"coupon": "FREE"},
    ],
)
def test_a_request_that_is_no_order_is_refused(model: Any, change: dict[str, Any]) -> None:
    assert model.draft(GOOD) == GOOD
    with pytest.raises(model.InvalidOrderError):
        model.draft({**GOOD, **change})


@pytest.mark.capability("app.orders-saga", "behaves")
def test_what_the_shop_does_not_do_is_refused_with_the_reason(model: Any) -> None:
    model.validate(GOOD)
    with pytest.raises(model.InvalidOrderError, match="not to NO"):
        model.validate({**GOOD, "country": "NO"})
    with pytest.raises(model.InvalidOrderError, match="more than 10"):
        model.validate({**GOOD, "items": [{"product": "tea", "quantity": 11}]})


@pytest.mark.capability("app.orders-saga", "behaves")
def test_a_key_makes_the_same_order_again_for_its_customer_only(model: Any) -> None:
    first, again = (model.order(GOOD, "key", "t")["id"] for _ in range(2))
    other = model.order({**GOOD, "customer": "bob"}, "key", "t")["id"]
    assert first == again != other
    assert len({model.order(GOOD, None, "t")["id"] for _ in range(2)}) == 2


@pytest.mark.capability("app.orders-saga", "behaves")
def test_a_request_goes_on_with_the_trace_it_comes_with(model: Any) -> None:
    trace = "1-67891233-abcdef012345678912345678"
    assert model.trace_id(f"Self=1-6;Root={trace};Sampled=1") == trace
    assert model.trace_id("Root=nonsense") != model.trace_id("")
    assert model.trace_id(f"Root={model.trace_id('')}").startswith("1-")


class Inventory:
    """Stands for the client of Lambda: `fails` says whether the inventory service does."""

    def __init__(self, error: Exception) -> None:
        self.calls, self.fails, self.error = 0, False, error

    def invoke(self, **_: Any) -> dict[str, Any]:
        import io

        self.calls += 1
        if self.fails:
            raise self.error
        return {"Payload": io.BytesIO(json.dumps({"quantity": 2}).encode())}


@pytest.fixture
def asked(orders: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    from botocore.exceptions import ReadTimeoutError

    availability = orders[1]
    inventory = Inventory(ReadTimeoutError(endpoint_url="lambda"))
    monkeypatch.setattr(availability, "functions", inventory)
    monkeypatch.setattr(availability._quantity.retry, "sleep", lambda _: None)
    availability.breaker.close()
    return availability, inventory


@pytest.mark.capability("app.resilience", "behaves")
def test_a_question_that_fails_is_asked_again_and_then_left_unanswered(asked: Any) -> None:
    availability, inventory = asked
    assert availability.hint([{"product": "tea", "quantity": 2}]) is True
    assert availability.hint([{"product": "tea", "quantity": 3}]) is False
    inventory.fails, inventory.calls = True, 0
    assert availability.hint([{"product": "tea", "quantity": 2}]) is None
    assert inventory.calls == 2


@pytest.mark.capability("app.resilience", "behaves")
def test_a_service_that_keeps_failing_is_not_asked_for_a_while_and_then_once(asked: Any) -> None:
    availability, inventory = asked
    wanted, inventory.fails = [{"product": "tea", "quantity": 2}], True
    assert [availability.hint(wanted) for _ in range(6)] == [None] * 6
    assert (inventory.calls, availability.breaker.current_state) == (6, "open")  # three questions, each twice

    availability.breaker.half_open()  # what reset_timeout does
    assert availability.hint(wanted) is None and availability.breaker.current_state == "open"
    inventory.fails = False
    assert availability.hint(wanted) is None  # still open: nobody asks
    availability.breaker.half_open()
    assert availability.hint(wanted) is True and availability.breaker.current_state == "closed"


@pytest.mark.capability("app.resilience", "behaves")
def test_pauses_grow_and_differ(orders: Any) -> None:
    """Full jitter: any pause from none to the bound, which doubles up to its end."""
    from types import SimpleNamespace

    wait = orders[1]._quantity.retry.wait
    drawn = {
        attempt: [wait(SimpleNamespace(attempt_number=attempt)) for _ in range(200)] for attempt in (1, 3, 9)
    }
    assert all(pause >= 0 for pauses in drawn.values() for pause in pauses)
    assert max(drawn[1]) <= 0.05 < max(drawn[3]) <= 0.2 < max(drawn[9]) <= 0.5
    assert min(drawn[9]) < 0.1 and len(set(drawn[9])) > 100
