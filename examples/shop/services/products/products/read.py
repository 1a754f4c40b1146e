"""Reads a product: from the cache; else from the database, and then into the cache.

A reader that took the old row just before a change may put it into the cache just after: it stays until its
time is over. Who must not see that, such as a checkout, asks the database.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from products import cache, database

logger = Logger()


class NoSuchProductError(Exception):
    """There is no product of this id."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point: a product, and whether the `cache` or the `database` had it."""
    product = event["product"]
    if found := cache.get(product):
        return {**found, "from": "cache"}
    rows = database.run("SELECT name, price_cents, version FROM products WHERE id = :id", id=product)
    if not rows:
        raise NoSuchProductError(product)
    name, price_cents, version = rows[0]
    value = {"product": product, "name": name, "price_cents": price_cents, "version": version}
    cache.put(product, value)
    return {**value, "from": "database"}
