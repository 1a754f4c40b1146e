"""Checks of the corrections about calls without a signature."""

import urllib.error
import urllib.request
from typing import Any

from tests.local_aws.checks import check, name


@check
def no_key_is_nobody(aws: Any) -> bool:
    refused = (
        status(aws, "/?Action=ListQueues", Authorization="Bearer token"),
        status(aws, "/2015-03-31/functions/", Authorization="Basic dGVzdDp0ZXN0"),
        status(aws, "/"),
        status(aws, f"/{name()}", "PUT"),
    )
    return set(refused) == {403}


def status(aws: Any, path: str, method: str = "GET", **headers: str) -> int:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(aws.url + path, method=method, headers=headers)
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code
