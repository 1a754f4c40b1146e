"""Tokens that IAM signs, with which users log in to caches.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
"""

import hashlib
import os
import time
from calendar import timegm
from dataclasses import dataclass
from urllib.parse import parse_qsl

from ministack.core import iam_evaluator, sigv4
from ministack.core.responses import request_scope

_LIFETIME = 900  # seconds, at most
_NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Login:
    """Where somebody wants to log in, and as whom."""

    cache: str
    cache_arn: str
    user: str
    user_arn: str

    @property
    def region(self) -> str:
        return self.cache_arn.split(":")[3]

    @property
    def account(self) -> str:
        return self.cache_arn.split(":")[4]


def opens(token: str, login: Login) -> bool:
    """Whether a token is for this login and of now and, under IAM, signed by somebody who may log in."""
    host, _, query = token.partition("/?")
    said = dict(parse_qsl(query))
    kind = {"ResourceType": "ServerlessCache"} if ":serverlesscache:" in login.cache_arn else {}
    meant = {"Action": "connect", "User": login.user, **kind}
    signer, *scope = said.get("X-Amz-Credential", "").split("/")
    date = said.get("X-Amz-Date", "")
    return (
        host.lower() == login.cache
        and all(said.get(name) == value for name, value in meant.items())
        and scope == [date[:8], login.region, "elasticache", "aws4_request"]
        and _is_of_now(date, said.get("X-Amz-Expires", ""))
        and (os.environ["AUTH"] != "true" or _is_signed_by_one_who_may(signer, host, said, login))
    )


def _is_of_now(date: str, expires: str) -> bool:
    try:
        age = time.time() - timegm(time.strptime(date, "%Y%m%dT%H%M%SZ"))
        return -300 <= age < int(expires) <= _LIFETIME
    except ValueError:
        return False


def _is_signed_by_one_who_may(signer: str, host: str, said: dict[str, str], login: Login) -> bool:
    with request_scope(login.account, login.region):
        credential = iam_evaluator.resolve_credential(
            signer, login.account, said.get("X-Amz-Security-Token", "")
        )
        if isinstance(credential, iam_evaluator.CredentialResolutionError):
            return False
        date = said["X-Amz-Date"]
        request = sigv4.build_canonical_request(
            "GET", "/", {"host": host}, said, "host", payload_hash=_NOTHING
        )
        text = sigv4.build_string_to_sign(date, date[:8], login.region, "elasticache", request)
        signature = sigv4.calculate_signature(
            credential.secret_access_key, date[:8], login.region, "elasticache", text
        )
        who = iam_evaluator.resolve_principal(signer, login.account)
        return (
            sigv4.signatures_match(signature, said.get("X-Amz-Signature", ""))
            and isinstance(who, iam_evaluator.PrincipalInfo)
            and all(_may(who, resource, login) for resource in (login.cache_arn, login.user_arn))
        )


def _may(who: iam_evaluator.PrincipalInfo, resource: str, login: Login) -> bool:
    if who.policies is None:
        return True
    asked = iam_evaluator.EvalContext(
        principal_arn=who.arn,
        principal_type=who.type,
        principal_account=who.account,
        action="elasticache:Connect",
        resource_arn=resource,
        region=login.region,
        principal_keys=who.keys,
    )
    return bool(iam_evaluator.evaluate(asked, who.policies, *who.limits).decision == "Allow")
