"""What other services call, by `command`. All amounts are whole cents.

pay      an order is paid: from its customer's account to the shop's, once
refund   the same amount goes back, once; where nothing was paid, nothing can be paid any more
deposit  money comes into an account from outside
balance  of an account, or of the shop
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from payments import ledger

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
        case "pay":
            return {"paid_cents": ledger.pay(order["id"], order["customer"], event["total_cents"])}
        case "refund":
            return {"refunded_cents": ledger.refund(order["id"])}
        case "deposit":
            return {"balance_cents": ledger.deposit(event["key"], event["account"], event["cents"])}
        case "balance":
            return {"balance_cents": ledger.balance(event["account"])}
        case other:
            raise ValueError(f"there is no command {other!r}")
