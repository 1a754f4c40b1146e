"""The products, by their key. They come with a release: a change of price is a release."""

import json
from importlib.resources import files
from typing import Any

_PRODUCTS: dict[str, dict[str, Any]] = json.loads(files(__package__).joinpath("products.json").read_text())


def all_products() -> list[dict[str, Any]]:
    """Every product with its key, sorted by it."""
    return [{"id": key, **_PRODUCTS[key]} for key in sorted(_PRODUCTS)]


def product(key: str) -> dict[str, Any] | None:
    """The product of a key; None if there is none."""
    return {"id": key, **_PRODUCTS[key]} if key in _PRODUCTS else None
