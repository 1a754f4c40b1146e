"""The workflow's steps that belong to orders, by `command`; each may come again and then changes nothing.

validate  whether the shop does what is ordered
fulfil    book a parcel for it
cancel    give the parcel back, if one was booked
confirm   it is placed for good
refuse    it is not, and why
"""

import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from orders import model, store

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point. An error's name is what the workflow decides by."""
    order = event["order"]
    logger.set_correlation_id(order["trace_id"])
    answer = _answer(event, order)
    logger.info("done", command=event["command"], order_id=order["id"], answer=answer)
    return answer


def _answer(event: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
    match event["command"]:
        case "validate":
            model.validate(order)
            return {}
        case "fulfil":
            parcel = model.parcel(order)
            store.change(order["id"], parcel=parcel, total_cents=event["total_cents"])
            return {"parcel": parcel}
        case "cancel":
            store.change(order["id"], parcel="cancelled")
            return {}
        case "confirm":
            store.change(order["id"], status="CONFIRMED")
            return {"status": "CONFIRMED"}
        case "refuse":
            reason = _reason(event["problem"])
            store.change(order["id"], status="REFUSED", reason=reason)
            return {"status": "REFUSED", "reason": reason}
        case other:
            raise ValueError(f"there is no command {other!r}")


def _reason(problem: dict[str, Any]) -> str:
    """What Step Functions caught, in a line: the cause of a function's error is JSON with its message."""
    name = str(problem.get("Error", "")).removesuffix("Error")
    try:
        message = json.loads(problem.get("Cause", ""))["errorMessage"]
    except (ValueError, KeyError, TypeError):
        return name
    return f"{name}: {message}"
