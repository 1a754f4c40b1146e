"""ECR: where the engine differs from AWS."""

import base64
import hmac
import json
import secrets
from typing import Any

from ministack.services import ecr

from local_aws.corrections import correction

Answer = tuple[int, dict[str, str], bytes]


@correction
def registries_ask_for_a_token() -> None:
    """AWS: a registry serves who signs in with a token of GetAuthorizationToken. MiniStack: everybody.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
    """
    token = base64.b64encode(f"AWS:{secrets.token_urlsafe(96)}".encode()).decode()
    give, serve = ecr._get_authorization_token, ecr.handle_registry_request

    def given(data: dict[str, Any]) -> Answer:
        status, headers, body = give(data)
        answered = json.loads(body)
        for each in answered["authorizationData"]:
            each["authorizationToken"] = token
        return status, headers, json.dumps(answered).encode()

    async def signed_in(
        method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
    ) -> Any:
        sent = headers.get("authorization", "").encode()
        if not hmac.compare_digest(sent, f"Basic {token}".encode()):
            status, answered, content = ecr._registry_error(401, "UNAUTHORIZED", "Not Authorized")
            return (
                status,
                {**answered, "WWW-Authenticate": 'Basic realm="ECR",service="ecr.amazonaws.com"'},
                content,
            )
        return await serve(method, path, headers, body, query)

    ecr._get_authorization_token, ecr.handle_registry_request = given, signed_in
