"""What an order is, and what makes one that can be delivered."""

import re
import secrets
import time
import uuid
from typing import Any

DELIVERS_TO = ("DE", "FR", "IE", "NL")
MOST_OF_A_PRODUCT = 10
MOST_IN_A_PARCEL = 20

_NAME = re.compile(r"[a-z0-9-]{1,40}")
_NAMESPACE = uuid.UUID("5d1a5c4e-3f0b-4c37-9d55-0d5f3f9a7d11")


class InvalidOrderError(Exception):
    """What is wrong with an order, in words for its customer."""


class NoCarrierError(Exception):
    """No carrier takes a parcel of this order."""


def draft(body: Any) -> dict[str, Any]:
    """What was ordered: customer, country and items, of a request that has the right form."""
    if not isinstance(body, dict) or body.keys() != {"customer", "country", "items"}:
        raise InvalidOrderError("An order is an object of customer, country and items.")
    customer, country, items = body["customer"], body["country"], body["items"]
    if not isinstance(customer, str) or not _NAME.fullmatch(customer):
        raise InvalidOrderError("customer is 1 to 40 small letters, digits or hyphens.")
    if not isinstance(country, str) or not re.fullmatch("[A-Z]{2}", country):
        raise InvalidOrderError("country is the two capital letters of ISO 3166.")
    if not isinstance(items, list) or not 1 <= len(items) <= 20 or not all(map(_is_item, items)):
        raise InvalidOrderError('items are 1 to 20 of {"product": "tea", "quantity": 1}.')
    return {"customer": customer, "country": country, "items": items}


def order(draft: dict[str, Any], key: str | None, trace_id: str) -> dict[str, Any]:
    """A new order; one that is made again of the same customer's key has the same id."""
    number = uuid.uuid5(_NAMESPACE, f"{draft['customer']} {key}") if key else uuid.uuid4()
    return {"id": str(number), "draft": draft, "status": "PLACED", "trace_id": trace_id}


def validate(order: dict[str, Any]) -> None:
    """Raises InvalidOrderError when the shop does not do what is ordered."""
    if order["country"] not in DELIVERS_TO:
        raise InvalidOrderError(f"the shop delivers to {', '.join(DELIVERS_TO)}, not to {order['country']}")
    for item in order["items"]:
        if item["quantity"] > MOST_OF_A_PRODUCT:
            raise InvalidOrderError(
                f"{item['quantity']} of {item['product']} are more than {MOST_OF_A_PRODUCT}"
            )


def parcel(order: dict[str, Any]) -> str:
    """The number of the order's parcel. Raises NoCarrierError when it is too large."""
    pieces = sum(item["quantity"] for item in order["items"])
    if pieces > MOST_IN_A_PARCEL:
        raise NoCarrierError(f"{pieces} pieces are more than the {MOST_IN_A_PARCEL} of a parcel")
    return f"P-{order['id'][:8]}"


def trace_id(header: str) -> str:
    """The trace that a request belongs to, from its X-Amzn-Trace-Id header, or a new one.

    https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-traceids
    """
    found = re.search(r"Root=(1-[0-9a-f]{8}-[0-9a-f]{24})", header)
    return found[1] if found else f"1-{int(time.time()):08x}-{secrets.token_hex(12)}"


def _is_item(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and item.keys() == {"product", "quantity"}
        and isinstance(item["product"], str)
        and _NAME.fullmatch(item["product"]) is not None
        and type(item["quantity"]) is int
        and item["quantity"] > 0
    )
