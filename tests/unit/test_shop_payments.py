"""Transfers of the shop's payments: once or not at all, and no money is made or lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.unit.shop import service
from tooling.aws import Target

pytestmark = [pytest.mark.slow, pytest.mark.capability("app.transfer", "behaves")]
numbers = itertools.count()


@pytest.fixture(scope="module")
def ledger(local_aws: Target) -> Iterator[Any]:
    with service("payments", "ledger", aws=local_aws, TABLE_ACCOUNTS="pk") as (found,):
        yield found


@pytest.fixture
def customer(ledger: Any) -> str:
    """A customer with 10.00."""
    name = f"ada-{next(numbers)}"
    ledger.deposit(f"first-{name}", name, 1000)
    return name


def order() -> str:
    return f"o-{next(numbers)}"


def test_a_payment_moves_money_from_the_customer_to_the_shop(ledger: Any, customer: str) -> None:
    before = ledger.balance("shop")
    assert ledger.pay(order(), customer, 300) == 300
    assert (ledger.balance(customer), ledger.balance("shop") - before) == (700, 300)


def test_a_payment_that_comes_again_is_made_once(ledger: Any, customer: str) -> None:
    number = order()
    assert [ledger.pay(number, customer, 600) for _ in range(3)] == [600] * 3
    assert ledger.balance(customer) == 400


@pytest.mark.parametrize("cents", [1001, 0, -5])
def test_what_is_not_there_is_not_paid(ledger: Any, customer: str, cents: int) -> None:
    before, number = ledger.balance("shop"), order()
    with pytest.raises(ledger.PaymentRefusedError):
        ledger.pay(number, customer, cents)
    assert (ledger.balance(customer), ledger.balance("shop")) == (1000, before)
    assert ledger.pay(number, customer, 1000) == 1000  # a refusal is not remembered: money may have come


def test_an_account_that_is_not_there_pays_nothing(ledger: Any) -> None:
    with pytest.raises(ledger.PaymentRefusedError, match="nobody is short"):
        ledger.pay(order(), "nobody", 1)


def test_a_refund_gives_back_once(ledger: Any, customer: str) -> None:
    number = order()
    ledger.pay(number, customer, 250)
    assert [ledger.refund(number) for _ in range(3)] == [250] * 3
    assert ledger.balance(customer) == 1000


def test_after_its_refund_an_order_is_not_paid_any_more(ledger: Any, customer: str) -> None:
    number = order()
    assert ledger.refund(number) == 0  # nothing was paid yet
    with pytest.raises(ledger.PaymentRefusedError, match="cancelled"):
        ledger.pay(number, customer, 250)
    assert ledger.balance(customer) == 1000


def test_a_deposit_is_taken_once(ledger: Any, customer: str) -> None:
    assert [ledger.deposit(f"gift {customer}", customer, 5) for _ in range(2)] == [1005, 1005]


def test_money_is_conserved_and_nobody_owes_any_however_many_pay_at_once(ledger: Any, customer: str) -> None:
    """Forty orders of 1.00 on an account of 10.00; half are paid twice at once, some refunded meanwhile."""
    before, paid = ledger.balance("shop"), []

    def buy(number: str, gives_up: bool) -> None:
        try:
            ledger.pay(number, customer, 100)
            paid.append(number)
        except ledger.PaymentRefusedError:
            return
        if gives_up:
            ledger.refund(number)

    orders = [order() for _ in range(40)]
    with ThreadPoolExecutor(16) as pool:
        for at, number in enumerate(orders):
            for _ in range(1 + at % 2):
                pool.submit(buy, number, at % 5 == 0)
    there, taken = ledger.balance(customer), ledger.balance("shop") - before
    assert there + taken == 1000 and there >= 0
    kept = {number for at, number in enumerate(orders) if number in paid and at % 5}
    assert taken == 100 * len(kept)


@pytest.mark.capability("app.resilience", "behaves")
def test_a_table_that_does_not_answer_is_an_error_to_try_again(ledger: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(
        ledger, "dynamodb", Target("local", "http://127.0.0.1:1", "eu-west-1").client("dynamodb")
    )
    with pytest.raises(ledger.UnavailableError):
        ledger.pay(order(), "ada", 1)
