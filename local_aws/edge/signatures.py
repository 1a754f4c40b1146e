"""Whether a request has a signature, as far as that can be seen: all of its parts are there.

https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
"""

import re
from collections.abc import Mapping
from typing import Literal

State = Literal["none", "whole", "broken"]

# Signature version 4, and 4A, whose scope has no region.
_SCOPES = {
    "AWS4-HMAC-SHA256": re.compile(r"[^/,\s]+/\d{8}/[a-z0-9-]+/[A-Za-z0-9._-]+/aws4_request"),
    "AWS4-ECDSA-P256-SHA256": re.compile(r"[^/,\s]+/\d{8}/[A-Za-z0-9._-]+/aws4_request"),
}
_V4_QUERY = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Signature")
_V4_TELLING = {name.lower() for name in ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature")}
# Signature version 2, which S3 and EC2 still know.
_V2_HEADER = re.compile(r"AWS [^:\s]+:\S+")
_V2_QUERY = ("AWSAccessKeyId", "Signature")


def state(authorization: str, query: Mapping[str, list[str]]) -> State:
    """Whether a request has a signature, by its Authorization header and its query.

    An Authorization header of another scheme is for the application behind an API, and none to AWS.
    """
    if authorization.startswith("AWS"):
        return "whole" if _is_whole(authorization) else "broken"
    if _V4_TELLING & {name.lower() for name in query}:
        return "whole" if all(query.get(name, [""])[0] for name in _V4_QUERY) else "broken"
    if "AWSAccessKeyId" in query:
        return "whole" if all(query.get(name, [""])[0] for name in _V2_QUERY) else "broken"
    return "none"


def _is_whole(authorization: str) -> bool:
    algorithm, _, fields = authorization.partition(" ")
    scope = _SCOPES.get(algorithm)
    if scope is None:
        return bool(_V2_HEADER.fullmatch(authorization))
    parts = (each.partition("=") for each in fields.split(","))
    given = {name.strip(): value.strip() for name, _, value in parts}
    named = scope.fullmatch(given.get("Credential", ""))
    return bool(named and given.get("SignedHeaders") and given.get("Signature"))
