"""What other services call, by `command`.

reserve  an order's items, once, all or none; answers what they cost
release  puts them back, once; what was not reserved cannot be any more
receive  new stock of a product, once for a key
price    sets a product's price: for who has read its latest version only
shelve   says where it lies: what was seen last counts
read     a product
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from inventory import reservations, stock

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point. An error's name is what callers decide by."""
    order = event.get("order", {})
    logger.set_correlation_id(order.get("trace_id", ""))
    answer = _answer(event, order)
    logger.info("done", command=event["command"], order_id=order.get("id"), answer=answer)
    return answer


def _answer(event: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
    match event["command"]:
        case "reserve":
            return {"total_cents": reservations.reserve(order["id"], order["items"])}
        case "release":
            return {"released": reservations.release(order["id"])}
        case "receive":
            return stock.receive(event["key"], event["product"], event["quantity"], event["price_cents"])
        case "price":
            return stock.set_price(event["product"], event["price_cents"], event["version"])
        case "shelve":
            return stock.shelve(event["product"], event["shelf"], event["seen_at"])
        case "read":
            return stock.read(event["product"])
        case other:
            raise ValueError(f"there is no command {other!r}")
