"""Changes products. The row and the event about it are one transaction: no change without its event, no event
without its change. The relay publishes the event later.
"""

import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from products import cache, database

logger = Logger()


class RefusedError(Exception):
    """The change cannot be made; nothing of it was."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point, by `command`: `set-up` makes the tables, `set` makes or changes a product."""
    if event["command"] == "set-up":
        database.make_tables()
        return {}
    changed = put(event["product"], event["name"], event["price_cents"])
    cache.forget(event["product"])  # after the commit: before it, a reader would fetch the old row again
    logger.info("changed", **changed)
    return changed


def put(product: str, name: str, price_cents: int) -> dict[str, Any]:
    with database.transaction() as work:
        [[version]] = work.run(
            """INSERT INTO products VALUES (:id, :name, :price, 1)
               ON CONFLICT (id) DO UPDATE
                   SET name = :name, price_cents = :price, version = products.version + 1
               RETURNING version""",
            id=product,
            name=name,
            price=price_cents,
        )
        changed = {"product": product, "version": version, "price_cents": price_cents}
        work.run(
            "INSERT INTO outbox (type, detail) VALUES ('ProductChanged', :detail)", detail=json.dumps(changed)
        )
        if price_cents < 0:
            raise RefusedError("a price is not below nothing")
    return changed
