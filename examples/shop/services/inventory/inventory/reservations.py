"""Reservations: an order's items leave the stock together, once, and come back together, once."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from inventory import table
from inventory.table import ConflictError

# Optimistic locking: who finds another version than the one that was read begins again, after a while of full
# jitter. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
patiently = retry(
    retry=retry_if_exception_type(ConflictError),
    wait=wait_random_exponential(multiplier=0.02, max=1),
    stop=stop_after_attempt(10),
    reraise=True,
)


class OutOfStockError(Exception):
    """There is less of a product than was ordered, or none is known."""


class CancelledError(Exception):
    """The order was released before it was reserved."""


@patiently
def reserve(order: str, items: Iterable[dict[str, Any]]) -> int:
    """Take an order's items out of stock. Returns their price in cents.

    Raises:
        OutOfStockError: names the product. Nothing was reserved.
        CancelledError: the order was given up meanwhile.
    """
    if known := table.get(f"ORDER#{order}"):
        if known["status"] != "reserved":
            raise CancelledError(order)
        return int(known["total_cents"])
    wanted: Counter[str] = Counter()
    for item in items:
        wanted[item["product"]] += int(item["quantity"])
    products = {name: table.get(f"PRODUCT#{name}") for name in wanted}
    for name, product in products.items():
        if product.get("quantity", 0) < wanted[name]:
            raise OutOfStockError(f"{wanted[name]} of {name} wanted, {product.get('quantity', 0)} there")
    total = sum(int(products[name]["price_cents"]) * quantity for name, quantity in wanted.items())
    takes = [
        table.update(
            f"PRODUCT#{name}",
            "SET quantity = quantity - :quantity, version = version + :one",
            "version = :version",
            quantity=quantity,
            one=1,
            version=products[name]["version"],
        )
        for name, quantity in wanted.items()
    ]
    refused = table.transact(
        *takes, table.put_new(f"ORDER#{order}", items=dict(wanted), total_cents=total, status="reserved")
    )
    if refused:  # somebody else took some, or this order was reserved or given up meanwhile: look again
        raise ConflictError(order)
    return total


@patiently
def release(order: str) -> bool:
    """Put an order's items back. False where none were reserved; none can be after that."""
    # A reservation that is still under way must not come after its release: it finds a void order.
    if not table.transact(table.put_new(f"ORDER#{order}", status="void")):
        return False
    known = table.get(f"ORDER#{order}")
    if known["status"] == "void":
        return False
    gives = [
        table.update(
            f"PRODUCT#{name}",
            "SET quantity = quantity + :quantity, version = version + :one",
            quantity=quantity,
            one=1,
        )
        for name, quantity in known["items"].items()
    ]
    # Refused when it was released meanwhile, or before.
    table.transact(
        table.update(
            f"ORDER#{order}",
            "SET #status = :released",
            "#status = :reserved",
            released="released",
            reserved="reserved",
        ),
        *gives,
    )
    return True
