"""Sessions of roles, and clients with their credentials."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

Credentials = tuple[str, str, str | None]
ROOT: Credentials = ("test", "test", None)


@dataclass(frozen=True)
class Sessions:
    """Of a local AWS at a URL."""

    url: str

    def assumed(self, role: str, by: Credentials = ROOT, **more: Any) -> Credentials:
        """Of a role that somebody assumes, by default the account's own root."""
        sts = self.client("sts", by)
        return _credentials(sts.assume_role(RoleArn=role, RoleSessionName="tests", **more))

    def with_token(self, role: str, **claims: Any) -> Credentials:
        """Of a role that somebody assumes with a token of an OpenID Connect provider."""
        sts = self.client("sts", ROOT)
        return _credentials(
            sts.assume_role_with_web_identity(
                RoleArn=role, RoleSessionName="tests", WebIdentityToken=token(**claims)
            )
        )

    def client(self, service: str, by: Credentials) -> Any:
        access, secret, session = by
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="eu-west-1",
            aws_access_key_id=access,
            aws_secret_access_key=secret,
            aws_session_token=session,
            config=Config(retries={"max_attempts": 1}),
        )


def token(**claims: Any) -> str:
    """A token of an OpenID Connect provider. The local AWS does not look at its signature."""
    parts = ({"alg": "RS256", "kid": "1"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, "c2lnbmVk"])


def _credentials(assumed: Any) -> Credentials:
    found = assumed["Credentials"]
    return found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]
