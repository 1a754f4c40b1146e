"""A cart is what its events made of it."""

from collections.abc import Iterable, Mapping
from typing import Any

Event = Mapping[str, Any]
Cart = dict[str, Any]


class RefusedError(Exception):
    """The cart cannot do this; the message says why."""


def empty() -> Cart:
    return {"version": 0, "status": "open", "items": {}}


def apply(cart: Cart, event: Event) -> Cart:
    """The cart after an event."""
    items = dict(cart["items"])
    match event["type"]:
        case "ItemAdded":
            items[event["product"]] = items.get(event["product"], 0) + event["quantity"]
        case "ItemRemoved":
            items.pop(event["product"], None)
    status = "ordered" if event["type"] == "CheckedOut" else cart["status"]
    return {"version": event["version"], "status": status, "items": items}


def of(events: Iterable[Event]) -> Cart:
    """The cart of all its events, in order."""
    cart = empty()
    for event in events:
        cart = apply(cart, event)
    return cart


def decide(cart: Cart, command: Mapping[str, Any]) -> dict[str, Any]:
    """The event that a command leads to. Raises RefusedError."""
    if cart["status"] != "open":
        raise RefusedError("the cart is ordered")
    match command["command"]:
        case "add":
            if command["quantity"] < 1:
                raise RefusedError("at least one")
            return {"type": "ItemAdded", "product": command["product"], "quantity": command["quantity"]}
        case "remove":
            if command["product"] not in cart["items"]:
                raise RefusedError(f"there is no {command['product']} in the cart")
            quantity = cart["items"][command["product"]]
            return {"type": "ItemRemoved", "product": command["product"], "quantity": quantity}
        case "check-out":
            if not cart["items"]:
                raise RefusedError("the cart is empty")
            return {"type": "CheckedOut"}
        case other:
            raise RefusedError(f"there is no command {other!r}")
