"""Reservations of the shop's inventory, and who is right when two change a product at the same time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.unit.shop import service
from tooling.aws import Target

pytestmark = [pytest.mark.slow, pytest.mark.capability("app.conflicts", "behaves")]
numbers = itertools.count()


@pytest.fixture(scope="module")
def inventory(local_aws: Target) -> Iterator[tuple[Any, Any]]:
    with service("inventory", "stock", "reservations", aws=local_aws, TABLE_STOCK="pk") as (
        stock,
        reservations,
    ):
        yield stock, reservations


@pytest.fixture
def stock(inventory: tuple[Any, Any]) -> Any:
    return inventory[0]


@pytest.fixture
def reservations(inventory: tuple[Any, Any]) -> Any:
    return inventory[1]


@pytest.fixture
def tea(stock: Any) -> str:
    """A product of which there are ten, at 2.80."""
    product = f"tea-{next(numbers)}"
    stock.receive(f"first {product}", product, 10, 280)
    return product


def order() -> str:
    return f"o-{next(numbers)}"


def of(product: str, quantity: int) -> list[dict[str, Any]]:
    return [{"product": product, "quantity": quantity}]


def test_reserved_is_out_of_stock_and_released_is_back_each_once(
    stock: Any, reservations: Any, tea: str
) -> None:
    number = order()
    assert [reservations.reserve(number, of(tea, 3)) for _ in range(2)] == [840, 840]
    assert stock.read(tea)["quantity"] == 7
    assert [reservations.release(number) for _ in range(2)] == [True, True]
    assert stock.read(tea)["quantity"] == 10


def test_all_of_an_order_is_reserved_or_nothing(stock: Any, reservations: Any, tea: str) -> None:
    with pytest.raises(reservations.OutOfStockError, match="1 of honey wanted, 0 there"):
        reservations.reserve(order(), [*of(tea, 3), *of("honey", 1)])
    assert stock.read(tea)["quantity"] == 10


def test_a_product_that_is_named_twice_is_counted_in_sum(stock: Any, reservations: Any, tea: str) -> None:
    with pytest.raises(reservations.OutOfStockError, match="12 of"):
        reservations.reserve(order(), of(tea, 6) * 2)
    reservations.reserve(order(), of(tea, 5) * 2)
    assert stock.read(tea)["quantity"] == 0


def test_after_its_release_an_order_is_not_reserved_any_more(stock: Any, reservations: Any, tea: str) -> None:
    number = order()
    assert reservations.release(number) is False
    with pytest.raises(reservations.CancelledError):
        reservations.reserve(number, of(tea, 1))
    assert stock.read(tea)["quantity"] == 10


def test_no_more_is_sold_than_there_is_however_many_want_it_at_once(
    stock: Any, reservations: Any, tea: str
) -> None:
    def want(_: int) -> bool:
        try:
            return bool(reservations.reserve(order(), of(tea, 1)))
        except (reservations.OutOfStockError, reservations.ConflictError):
            return False

    with ThreadPoolExecutor(8) as pool:
        sold = sum(pool.map(want, range(24)))
    assert 0 < sold <= 10 and stock.read(tea)["quantity"] == 10 - sold


def test_a_price_is_set_by_who_has_read_the_latest_version(stock: Any, tea: str) -> None:
    seen = stock.read(tea)["version"]
    assert stock.set_price(tea, 300, seen)["price_cents"] == 300
    with pytest.raises(stock.StaleVersionError):
        stock.set_price(tea, 250, seen)
    again = stock.read(tea)
    assert again["price_cents"] == 300
    assert stock.set_price(tea, 250, again["version"])["price_cents"] == 250


def test_of_prices_set_at_once_one_is_taken(stock: Any, tea: str) -> None:
    seen = stock.read(tea)["version"]

    def price(cents: int) -> int | None:
        try:
            return int(stock.set_price(tea, cents, seen)["price_cents"])
        except stock.StaleVersionError:
            return None

    with ThreadPoolExecutor(8) as pool:
        taken = [cents for cents in pool.map(price, range(100, 108)) if cents]
    assert taken == [stock.read(tea)["price_cents"]]
    assert stock.read(tea)["version"] == seen + 1


def test_of_shelves_the_one_seen_last_counts_in_whatever_order_they_come(stock: Any, tea: str) -> None:
    seen = [("b", "2026-11-29T10:00:02Z"), ("c", "2026-11-29T10:00:03Z"), ("a", "2026-11-29T10:00:01Z")]
    for shelf, at in seen:
        stock.shelve(tea, shelf, at)
    assert stock.read(tea)["shelf"] == "c"
    for shelf in ("e", "d"):  # at the same time: all agree on one of them
        stock.shelve(tea, shelf, "2026-11-29T10:00:04Z")
    assert stock.read(tea)["shelf"] == "e"


def test_a_delivery_is_taken_in_once(stock: Any, tea: str) -> None:
    assert [stock.receive(f"second {tea}", tea, 5, 999)["quantity"] for _ in range(2)] == [15, 15]
    assert stock.read(tea)["price_cents"] == 280
