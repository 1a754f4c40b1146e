"""Orders placed in the shop of an environment, to see which path each takes through its workflow."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from tooling.aws import Target
from tooling.errors import PlatformError

COMPENSATIONS = ("Cancel", "Refund", "Release")
_PATIENCE = 180  # seconds for an order to come to its end
WIDTH = 100  # columns


@dataclass(frozen=True)
class Step:
    """A state that an order entered; `failed` is the error it ended with, if it did."""

    name: str
    failed: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of an order. `reason` is why it was refused."""

    what: str
    id: str
    status: str
    reason: str | None
    cents: int
    path: list[Step]
    note: str = ""

    @property
    def undone(self) -> list[str]:
        """The compensations, in order."""
        return [step.name for step in self.path if step.name in COMPENSATIONS]


class Shop:
    """The shop of an environment, as its output `services` names it."""

    def __init__(self, services: Mapping[str, Any], target: Target) -> None:
        if "workflow" not in services.get("orders", {}):
            raise PlatformError(
                "this environment has no shop that takes orders", "./invokew apply --env local"
            )
        orders = services["orders"]
        self.url = target.local_url(orders["url"])
        self.workflow, self.functions = orders["workflow"], orders["functions"]
        self.target = target
        self._lambda, self._states = target.client("lambda"), target.client("stepfunctions")

    def ask(self, service: str, command: str, **more: Any) -> dict[str, Any]:
        """A command of the inventory or payments service, with its answer."""
        payload = json.dumps({"command": command, **more})
        answer = self._lambda.invoke(FunctionName=self.functions[service], Payload=payload)
        body: dict[str, Any] = json.load(answer["Payload"])
        if "FunctionError" in answer:
            raise PlatformError(
                f"{service} could not {command}: {body.get('errorMessage')}", "./invokew local.logs"
            )
        return body

    def place(self, order: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Place an order over HTTP; the same key again is the same order."""
        return _request(self.target, "POST", self.url, order, {"Idempotency-Key": key})

    def read(self, order: str) -> dict[str, Any]:
        return _request(self.target, "GET", f"{self.url}/{order}")

    def path(self, order: str, patience: int = _PATIENCE) -> list[Step]:
        """The states that an order entered, when its workflow has ended; that may take `patience` seconds."""
        execution = f"{self.workflow.replace(':stateMachine:', ':execution:')}:{order}"
        deadline = time.monotonic() + patience
        while self._states.describe_execution(executionArn=execution)["status"] == "RUNNING":
            if time.monotonic() > deadline:
                raise PlatformError(
                    f"order {order} is not at its end after {patience} s", "./invokew local.logs"
                )
            time.sleep(0.1)
        pages = self._states.get_paginator("get_execution_history").paginate(executionArn=execution)
        return list(steps(event for page in pages for event in page["events"]))


def steps(events: Iterator[Mapping[str, Any]]) -> Iterator[Step]:
    """The states of an execution's history that did something, each with the error it left with."""
    name, failed = None, None
    for event in events:
        kind = event["type"]
        if kind.endswith("StateEntered"):
            if name:
                yield Step(name, failed)
            works = kind in ("TaskStateEntered", "FailStateEntered")
            name, failed = (event["stateEnteredEventDetails"]["name"] if works else None), None
        elif kind.endswith(("Failed", "TimedOut")) and not kind.startswith("Execution"):
            details: Mapping[str, Any] = next(
                (event[key] for key in event if key.endswith("EventDetails")), {}
            )
            failed = details.get("error", kind)
        elif kind.endswith("Succeeded"):
            failed = None  # it was tried again
    if name:
        yield Step(name, failed)


def run(shop: Shop) -> list[Outcome]:
    """Place an order of each kind, and follow them to their ends."""
    run = secrets.token_hex(3)
    rich, poor = f"ada-{run}", f"bob-{run}"
    shop.ask("payments", "deposit", account=rich, cents=20_000, key=f"{run}-rich")
    shop.ask("payments", "deposit", account=poor, cents=100, key=f"{run}-poor")
    for product, price in (("tea", 280), ("cup", 450), ("pot", 1900)):
        shop.ask(
            "inventory", "receive", key=f"{run}-{product}", product=product, quantity=50, price_cents=price
        )
    wanted = {
        "a good order": _order(rich, tea=2, cup=1),
        "an order of what is out of stock": _order(rich, tea=1, honey=3),
        "an order whose customer is short of money": _order(poor, pot=1),
        "an order too large for a parcel": _order(rich, tea=10, cup=8, pot=3),
        "an order to where the shop does not deliver": _order(rich, "NO", tea=1),
    }
    placed = {what: shop.place(order, f"{run}-{what[:24]}")["id"] for what, order in wanted.items()}
    again = shop.place(wanted["a good order"], f"{run}-{'a good order'}")["id"]
    outcomes = [_outcome(shop, what, order) for what, order in placed.items()]
    note = (
        "the same order as the first: nothing is done twice" if again == outcomes[0].id else "A SECOND ORDER"
    )
    return [
        outcomes[0],
        replace(outcomes[0], what="the good order sent again", id=again, note=note),
        *outcomes[1:],
    ]


def _outcome(shop: Shop, what: str, order: str) -> Outcome:
    path = shop.path(order)
    found = shop.read(order)
    return Outcome(what, order, found["status"], found.get("reason"), found.get("total_cents", 0), path)


def _order(customer: str, country: str = "IE", **items: int) -> dict[str, Any]:
    ordered = [{"product": product, "quantity": quantity} for product, quantity in items.items()]
    return {"customer": customer, "country": country, "items": ordered}


def as_json(outcomes: list[Outcome]) -> str:
    return json.dumps([{**asdict(each), "undone": each.undone} for each in outcomes], indent=2)


def as_text(outcomes: list[Outcome]) -> str:
    """Each order's path, for a terminal of 100 columns."""
    return "\n\n".join("\n".join(_lines(each)) for each in outcomes)


def _lines(outcome: Outcome) -> Iterator[str]:
    paid = f", {outcome.cents / 100:.2f}" if outcome.status == "CONFIRMED" else ""
    yield f"{outcome.what:<60}{outcome.status}{paid}"
    yield f"  {outcome.id}"
    if outcome.note:
        yield f"  {outcome.note}"
        return
    forward = [step for step in outcome.path if step.name not in COMPENSATIONS]
    yield "  " + " > ".join(f"{step.name} FAILED" if step.failed else step.name for step in forward)
    if outcome.undone:
        yield f"  undone: {' > '.join(outcome.undone)}"
    elif outcome.status == "REFUSED":
        yield "  undone: nothing, for nothing was done"
    if outcome.reason:
        yield f"  {outcome.reason}"[:WIDTH]


def _request(
    target: Target, method: str, url: str, body: Any = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A signed request, with its JSON answer."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    data = None if body is None else json.dumps(body)
    request = AWSRequest(method, url, {"content-type": "application/json", **(headers or {})}, data)
    SigV4Auth(target.client("lambda")._get_credentials(), "execute-api", target.region).add_auth(request)
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=60)
    try:
        connection.request(method, parts.path, data, dict(request.headers))
        answer = connection.getresponse()
        text = answer.read().decode()
    except OSError as error:
        raise PlatformError(
            f"the orders service does not answer: {error}", "./invokew local.status"
        ) from error
    finally:
        connection.close()
    if answer.status >= 400:
        raise PlatformError(
            f"{method} {url} was answered with {answer.status}: {text}", "./invokew local.logs"
        )
    found: dict[str, Any] = json.loads(text)
    return found
