"""Whether a browser may send a request: what is deployed is for pages, AWS's own APIs are not.

Every page that a developer has open can make the browser send requests to this machine, signed too, since the
keys of a local AWS are known. So a browser reaches what is deployed, whose own rules for other origins apply,
and reads objects; it reaches no API of AWS and no control address, from any page.
https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
"""

from collections.abc import Mapping
from dataclasses import dataclass

_READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Bucket:
    """The bucket that a request of S3 is for: what its CORS rules say of the request.

    `shared`: a rule names a method for some origin. `allowed`: a rule allows this origin this method.
    """

    shared: bool
    allowed: bool


def sends(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a browser.

    No SDK, no CLI and no Terraform sends these headers. A browser that is too old for Sec-Fetch-Site, or to
    which an address is not trustworthy enough for it, still says that it is one.
    """
    return (
        "origin" in headers
        or "sec-fetch-site" in headers
        or headers.get("user-agent", "").startswith("Mozilla/")
    )


def may_send(
    headers: Mapping[str, str],
    method: str = "GET",
    *,
    public: bool = False,
    bucket: Bucket | None = None,
    signed: bool = False,
) -> bool:
    """Whether a request may be served.

    Args:
        headers: by their names in lower case.
        method: HTTP's.
        public: it is for what is deployed, which everybody may call.
        bucket: it is for an object or a bucket of S3, and for nothing else.
        signed: it has a signature. One without gets what the bucket's policy gives to everybody.
    """
    if public or not sends(headers):
        return True
    if bucket is None:
        return False
    if method == "OPTIONS" or bucket.allowed:  # the bucket's rules are the answer
        return True
    if method not in _READING or "origin" in headers:
        return False
    opened_by_hand = headers.get("sec-fetch-site") == "none"
    return opened_by_hand or bucket.shared or not signed
