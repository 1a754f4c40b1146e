"""Many orders at once in a shop whose AWS fails now and then; then everything is counted."""

from __future__ import annotations

import random
import secrets
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tooling import demo
from tooling.errors import PlatformError

PRICE = 280  # cents of each product
CUSTOMERS, PRODUCTS = 20, 10
_ATTEMPTS = 40
_PATIENCE = 3600  # seconds for an order to come to its end


@dataclass
class Outcome:
    """What became of the orders, and of the money. `wrong` says in words what must not be."""

    orders: int
    confirmed: int = 0
    refused: int = 0
    undone: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    wrong: list[str] = field(default_factory=list)


def run(shop: demo.Shop, orders: int, at_once: int = 10) -> Outcome:
    """Place orders of one product each; a third of the customers can pay for half of theirs only.

    Each order is sent until it is answered, now and then once more.
    """
    run, each = secrets.token_hex(3), -(-orders // CUSTOMERS)
    customers = {f"c{at}-{run}": PRICE * (each // 2 if at % 3 == 0 else each) for at in range(CUSTOMERS)}
    products = [f"p{at}-{run}" for at in range(PRODUCTS)]
    for name, cents in customers.items():
        shop.ask("payments", "deposit", account=name, cents=cents, key=name)
    for name in products:
        shop.ask("inventory", "receive", key=name, product=name, quantity=orders, price_cents=PRICE)
    before = shop.ask("payments", "balance", account="shop")["balance_cents"]

    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        wanted = [
            (number, [*customers][number % CUSTOMERS], products[number % PRODUCTS])
            for number in range(orders)
        ]
        placed = list(pool.map(lambda one: _place(shop, run, *one), wanted))
        paths = list(pool.map(lambda order: shop.path(order, _PATIENCE), placed))
    outcome = Outcome(orders, seconds=time.monotonic() - began)
    statuses = Counter(shop.read(number)["status"] for number in placed)
    outcome.confirmed, outcome.refused = statuses["CONFIRMED"], statuses["REFUSED"]

    _check(outcome, len(set(placed)) == orders, f"{orders} orders have {len(set(placed))} numbers")
    _check(outcome, outcome.confirmed + outcome.refused == orders, f"orders are {dict(statuses)}")
    for number, path in zip(placed, paths, strict=True):
        undone = [step.name for step in path if step.name in demo.COMPENSATIONS]
        outcome.undone.update(undone)
        in_order = [name for name in demo.COMPENSATIONS if name in undone]
        _check(outcome, undone == in_order, f"{number} was undone by {undone}")
    left = {name: shop.ask("payments", "balance", account=name)["balance_cents"] for name in customers}
    earned = shop.ask("payments", "balance", account="shop")["balance_cents"] - before
    _check(outcome, min(left.values()) >= 0, f"somebody owes: {left}")
    _check(
        outcome, sum(left.values()) + earned == sum(customers.values()), f"{left} and {earned} of {customers}"
    )
    _check(outcome, earned == PRICE * outcome.confirmed, f"{earned} cents for {outcome.confirmed} orders")
    stock = sum(shop.ask("inventory", "read", product=name)["quantity"] for name in products)
    sold = orders * PRODUCTS - stock
    _check(outcome, sold == outcome.confirmed, f"{sold} pieces are gone for {outcome.confirmed} orders")
    return outcome


def _place(shop: demo.Shop, run: str, number: int, customer: str, product: str) -> str:
    """As a client does: the same request until it is answered; every tenth once more."""
    order = {"customer": customer, "country": "IE", "items": [{"product": product, "quantity": 1}]}
    answers: list[str] = []
    for attempt in range(_ATTEMPTS):
        try:
            answers.append(shop.place(order, f"{run}-{number}")["id"])
        except PlatformError:
            time.sleep(random.uniform(0, min(2, 0.05 * 2**attempt)))
        if len(answers) > (number % 10 == 0):
            return answers[-1]
    raise PlatformError(f"order {number} was not answered in {_ATTEMPTS} attempts", "./invokew local.logs")


def _check(outcome: Outcome, holds: bool, otherwise: str) -> None:
    if not holds:
        outcome.wrong.append(otherwise)
