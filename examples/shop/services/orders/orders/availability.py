"""Whether an order's items are in stock right now: a hint for the customer, asked of the inventory service.

An order is taken whether the inventory answers or not; the workflow finds out for sure. So the question has
little time and few attempts, and a circuit breaker stops asking a service that fails: then there is no hint.
"""

import json
import os
from typing import Any

import boto3
import pybreaker
from aws_lambda_powertools import Logger
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from tenacity import (
    retry,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

logger = Logger(child=True)
# Seconds. Attempts are tenacity's below, with its jitter and its end.
_CONFIG = Config(connect_timeout=0.5, read_timeout=1, retries={"total_max_attempts": 1})
INVENTORY = os.environ["INVENTORY"]

functions = boto3.client("lambda", config=_CONFIG)

# Of this execution environment: open after three failures in a row, for ten seconds; then one call tries.
breaker = pybreaker.CircuitBreaker(fail_max=3, reset_timeout=10)


class NoAnswerError(Exception):
    """The inventory service failed."""


def hint(items: list[dict[str, Any]]) -> bool | None:
    """Whether all of it is there; None when the inventory service does not say."""
    try:
        return all(breaker.call(_quantity, item["product"]) >= item["quantity"] for item in items)
    except (pybreaker.CircuitBreakerError, NoAnswerError, BotoCoreError, ClientError) as error:
        logger.warning("no hint", problem=type(error).__name__, breaker=breaker.current_state)
        return None


@retry(
    retry=retry_if_exception_type((BotoCoreError, ClientError)),
    wait=wait_random_exponential(multiplier=0.05, max=0.5),
    stop=stop_after_attempt(2) | stop_after_delay(2),
    reraise=True,
)
def _quantity(product: str) -> int:
    payload = json.dumps({"command": "read", "product": product})
    answer = functions.invoke(FunctionName=INVENTORY, Payload=payload)
    if "FunctionError" in answer:
        raise NoAnswerError(product)
    return int(json.load(answer["Payload"]).get("quantity", 0))
