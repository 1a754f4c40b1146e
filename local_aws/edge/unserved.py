"""Calls that AWS has and the local AWS has not: answered at once, in the service's protocol, and counted.

An engine says so in words of its own (HTML, plain text, an error that AWS does not have), some of which
clients take for a failure that goes away: they send the call again, for minutes.
https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from local_aws.edge import errors
from local_aws.edge.calls import Call
from local_aws.edge.errors import Refusal

Send = Callable[[Any], Awaitable[None]]

# How the engines and the double say that they have no such call.
_WORDS = re.compile(
    rb"No route for [A-Z]+ /|Unknown (?:\w+ ){0,4}(?:action|operation|path)\b|Operation '\w+' not implemented"
    rb"|Unsupported service: |\"__type\": \"InternalError\"|\bNotImplemented(?:Error)?\b"
    rb"|The local AWS has no ",
)
_STATUSES = (400, 404, 500, 501)
# The answer of an engine that fails: not a 500, that clients would send again, for minutes.
FAILED = b"The engine failed."
# The longest answer that is looked at, in bytes: those are short.
_LONGEST = 4096
_counts: Counter[str] = Counter()


def counts() -> dict[str, int]:
    """How often each call was asked for since the start or the last reset: `service Operation`."""
    return dict(sorted(_counts.items()))


def clear() -> None:
    """Forget them."""
    _counts.clear()


async def answer(call: Call, send: Send) -> None:
    """Say that the local AWS has no such call."""
    name = call.operation.name
    _counts[f"{call.service} {name}"] += 1
    refusal = Refusal("NotImplemented", f"The local AWS has no {name} of {call.service}.", 501)
    await errors.answer(call, refusal, send)


def watch(call: Call, send: Send) -> Send:
    """Passes an engine's answer on, unless it says that the engine has no such call."""
    held: list[Any] = []

    async def look(message: Any) -> None:
        if message["type"] == "http.response.start" and message["status"] in _STATUSES:
            held.append(message)
        elif held:
            held.append(message)
            await decide()
        else:
            await send(message)

    async def decide() -> None:
        body = b"".join(each.get("body", b"") for each in held)
        if held[-1].get("more_body") and len(body) <= _LONGEST:
            return
        messages, held[:] = held[:], []
        if body == FAILED:
            text = f"The local AWS failed at {call.operation.name} of {call.service}: see its log."
            await errors.answer(call, Refusal("InternalFailure", text, 501), send)
        elif len(body) <= _LONGEST and _says_so(messages[0], body):
            await answer(call, send)
        else:
            for each in messages:
                await send(each)

    return look


def _says_so(start: Any, body: bytes) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    if start["status"] == 404 and headers.get(b"content-type", b"").startswith(b"text/html"):
        return b"<title>404" in body  # the page of moto's router
    return bool(_WORDS.search(body))
