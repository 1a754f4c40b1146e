"""Clients of caches, and the tokens with which users of IAM log in to them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import valkey
from botocore.credentials import Credentials
from botocore.model import ServiceId
from botocore.session import Session
from botocore.signers import RequestSigner

from tooling import emulator


def needed() -> None:
    """Skip the test, which then proves nothing, where no Valkey can answer."""
    if not emulator.has_valkey():
        pytest.skip("this machine has no Valkey that can answer for caches")


def authority(url: str) -> str:
    """Who signs the certificates of the local AWS's caches, as PEM."""
    with urlopen(f"{url}/_ministack/elasticache/ca.pem") as answer:
        content: str = answer.read().decode()
    return content


def connect(endpoint: dict[str, Any], **settings: Any) -> valkey.Valkey:
    """A client of one address, as ElastiCache describes it, with or without `ssl_ca_data`."""
    secure = {"ssl": True} if "ssl_ca_data" in settings else {}
    return valkey.Valkey(endpoint["Address"], endpoint["Port"], decode_responses=True, **secure, **settings)


def cluster(endpoint: dict[str, Any], **settings: Any) -> valkey.ValkeyCluster:
    """A client that asks the address of a cluster where its nodes are."""
    secure = {"ssl": True} if "ssl_ca_data" in settings else {}
    return valkey.ValkeyCluster(
        endpoint["Address"], endpoint["Port"], decode_responses=True, **secure, **settings
    )


def token(
    cache: str,
    user: str,
    *,
    credentials: Credentials | None = None,
    region: str = "eu-west-1",
    expires: int = 900,
    serverless: bool = False,
) -> str:
    """What a user of IAM logs in with.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
    """
    session = Session()  # the signer keeps its emitter by a weak reference only
    signer = RequestSigner(
        ServiceId("elasticache"),
        region,
        "elasticache",
        "v4",
        credentials or Credentials("test", "test"),
        session.get_component("event_emitter"),
    )
    query = {"Action": "connect", "User": user, **({"ResourceType": "ServerlessCache"} if serverless else {})}
    request = {"method": "GET", "url": f"https://{cache}/?{urlencode(query)}", "body": {}, "headers": {}}
    signed = signer.generate_presigned_url(
        request | {"context": {}}, operation_name="connect", expires_in=expires, region_name=region
    )
    return str(signed).removeprefix("https://")
