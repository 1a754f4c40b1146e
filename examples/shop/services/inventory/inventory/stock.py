"""Products in stock, and how concurrent changes to one product are resolved.

- Price: optimistic locking. A write needs the version that was read; otherwise the caller reads again.
- Shelf: last writer wins, by the time on the scanner.
"""

from typing import Any

from inventory import table
from inventory.reservations import patiently
from inventory.table import ConflictError


class StaleVersionError(Exception):
    """The product was changed since this version was read. Read it, and decide again."""


@patiently
def receive(key: str, product: str, quantity: int, price_cents: int) -> dict[str, Any]:
    """Take a delivery in, once for a key; the first one sets the price. Returns the product."""
    table.transact(
        table.update(
            f"PRODUCT#{product}",
            "SET price_cents = if_not_exists(price_cents, :price) ADD quantity :quantity, version :one",
            price=price_cents,
            quantity=quantity,
            one=1,
        ),
        table.put_new(f"RECEIPT#{key}", product=product, quantity=quantity),
    )
    return read(product)


def set_price(product: str, price_cents: int, version: int) -> dict[str, Any]:
    """Set a price that was decided on by looking at a version of the product. Raises StaleVersionError."""
    try:
        refused = table.transact(
            table.update(
                f"PRODUCT#{product}",
                "SET price_cents = :price, version = version + :one",
                "version = :version",
                price=price_cents,
                one=1,
                version=version,
            )
        )
    except ConflictError:
        refused = {0}
    if refused:
        raise StaleVersionError(f"{product} is no longer at version {version}")
    return read(product)


@patiently
def shelve(product: str, shelf: str, seen_at: str) -> dict[str, Any]:
    """Note on which shelf a product was seen, and when (ISO 8601 in UTC); an older sighting changes nothing.

    Equal times are decided by the shelf's name, so that all copies of the same two notes agree.
    """
    table.transact(
        table.update(
            f"PRODUCT#{product}",
            "SET shelf = :shelf, shelved_at = :seen",
            "attribute_not_exists(shelved_at) OR shelved_at < :seen"
            " OR (shelved_at = :seen AND shelf < :shelf)",
            shelf=shelf,
            seen=seen_at,
        )
    )
    return read(product)


def read(product: str) -> dict[str, Any]:
    """The product; without a `quantity` where it is not known."""
    found = table.get(f"PRODUCT#{product}")
    shown: dict[str, Any] = {"product": product}
    shown |= {name: int(found[name]) for name in ("quantity", "price_cents", "version") if name in found}
    return shown | {name: found[name] for name in ("shelf", "shelved_at") if name in found}
