"""The cache: entered by IAM, over TLS. Callers continue without it when it fails.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
"""

import json
import os
import random
from typing import Any
from urllib.parse import urlencode

import boto3
import pybreaker
import valkey
from aws_lambda_powertools import Logger
from botocore.model import ServiceId
from botocore.signers import RequestSigner

SECONDS = 300  # for which a product is kept, give or take a tenth: not all of them end at once

_NAME, _USER = os.environ["CACHE_NAME"], os.environ["CACHE_USER"]

logger = Logger(child=True)
# Of this execution environment: a cache that failed three times is not asked for ten seconds.
breaker = pybreaker.CircuitBreaker(fail_max=3, reset_timeout=10)


class Token(valkey.CredentialProvider):
    """A password of fifteen minutes for each new connection."""

    def get_credentials(self) -> tuple[str, str]:
        session = boto3.Session()
        signer = RequestSigner(
            ServiceId("elasticache"),
            session.region_name,
            "elasticache",
            "v4",
            session.get_credentials(),
            session.events,
        )
        url = f"https://{_NAME}/?{urlencode({'Action': 'connect', 'User': _USER})}"
        signed = signer.generate_presigned_url(
            {"method": "GET", "url": url, "body": {}, "headers": {}, "context": {}},
            operation_name="connect",
            expires_in=900,
            region_name=session.region_name,
        )
        return _USER, str(signed).removeprefix("https://")


server = valkey.Valkey(
    os.environ["CACHE_HOST"],
    int(os.environ.get("CACHE_PORT", "6379")),
    credential_provider=Token(),
    decode_responses=True,
    socket_connect_timeout=0.5,
    socket_timeout=0.5,
    ssl=True,
)


def get(product: str) -> dict[str, Any] | None:
    """What the cache has of a product; None, too, when it does not answer."""
    found = _safely(server.get, _key(product))
    return None if found is None else dict(json.loads(found))


def put(product: str, value: dict[str, Any]) -> None:
    seconds = int(SECONDS * random.uniform(0.9, 1.1))
    _safely(server.set, _key(product), json.dumps(value), ex=seconds)


def forget(product: str) -> None:
    """Have the next reader ask the database. When that fails, readers see the old one for its time."""
    _safely(server.delete, _key(product))


def _key(product: str) -> str:
    return f"product:{product}"


def _safely(call: Any, *arguments: Any, **options: Any) -> Any:
    try:
        return breaker.call(call, *arguments, **options)
    except (valkey.ValkeyError, pybreaker.CircuitBreakerError) as error:
        logger.warning("no cache", problem=type(error).__name__, breaker=breaker.current_state)
        return None
