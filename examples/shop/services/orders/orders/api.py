"""The HTTP API.

    POST /orders       place an order; with an Idempotency-Key header, repeating it places no second one
    GET  /orders/<id>  what became of it

An order is stored, then its workflow is started under its id: a second start under one id starts nothing. So
a request that failed in between is simply sent again.
https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
"""

import json
import os
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from orders import availability, model, store

# Seconds, with the SDK's full jitter between attempts.
CONFIG = Config(connect_timeout=1, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
WORKFLOW_ARN = os.environ["WORKFLOW_ARN"]

app = APIGatewayRestResolver()
logger = Logger()
states = boto3.client("stepfunctions", config=CONFIG)


@app.post("/orders")
def place() -> Response[str]:
    headers = app.current_event.headers
    trace_id = model.trace_id(headers.get("X-Amzn-Trace-Id", ""))
    logger.set_correlation_id(trace_id)
    try:
        draft = model.draft(_body())
    except model.InvalidOrderError as wrong:
        return _answer(HTTPStatus.BAD_REQUEST, {"detail": str(wrong)})
    order = model.order(draft, headers.get("Idempotency-Key"), trace_id)
    known = store.put_new(order)
    if known and known["draft"] != draft:
        detail = "This Idempotency-Key was used for another order; a new order needs a new key."
        return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, {"detail": detail})
    if known:
        order = {**order, "trace_id": known["trace_id"]}
    hint = availability.hint(draft["items"]) if known is None else None
    if known is None or known["status"] == "PLACED":
        _start(order)
    logger.info("placed", order_id=order["id"], again=known is not None, available=hint)
    shown = {"id": order["id"], "status": (known or order)["status"], "trace_id": order["trace_id"]}
    return _answer(HTTPStatus.ACCEPTED, shown if known else {**shown, "available": hint})


@app.get("/orders/<order_id>")
def read(order_id: str) -> Response[str]:
    found = store.get(order_id)
    if found is None:
        return _answer(HTTPStatus.NOT_FOUND, {"detail": "There is no such order."})
    return _answer(HTTPStatus.OK, {"id": order_id, **found["draft"], **_shown(found)})


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point."""
    return app.resolve(event, context)


def _start(order: dict[str, Any]) -> None:
    """Start the order's workflow, unless it was started before."""
    try:
        states.start_execution(
            stateMachineArn=WORKFLOW_ARN,
            name=order["id"],
            input=json.dumps({"order": {**order["draft"], "id": order["id"], "trace_id": order["trace_id"]}}),
            traceHeader=f"Root={order['trace_id']}",
        )
    except states.exceptions.ExecutionAlreadyExists:
        return


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    names = ("status", "reason", "total_cents", "trace_id")
    return {name: found[name] for name in names if name in found}


def _body() -> Any:
    try:
        return app.current_event.json_body
    except ValueError:
        raise model.InvalidOrderError("The body must be JSON.") from None


def _answer(status: HTTPStatus, body: dict[str, Any]) -> Response[str]:
    return Response(status_code=status.value, content_type="application/json", body=json.dumps(body))
