"""Answers a call that is sent again with what the first sending was answered.

A client that lost the answer (its connection broke) sends the same call again, under the same invocation id.
An engine would do the work twice, and refuse what is there already.
https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_KEPT = 16 * 2**20  # bytes of answers: those of a minute of many callers
_LARGEST = 32 * 1024  # bytes of an answer: longer ones are lists, which can be read again
_OVERHEAD = 1024  # bytes that an answer takes beside its body


class Once:
    """An ASGI app in front of another, which passes on each invocation once, as long as it succeeds."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._under_way: dict[str, asyncio.Future[None]] = {}  # however long it takes, however many there are
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        invocation = dict(scope.get("headers", ())).get(b"amz-sdk-invocation-id", b"").decode("latin-1")
        if not invocation:
            return await self._app(scope, receive, send)
        while invocation in self._under_way:
            await asyncio.shield(self._under_way[invocation])
        if answer := self._answers.get(invocation):
            for message in answer.messages:
                await send(message)
            return None
        return await self._first(invocation, scope, receive, send)

    async def _first(self, invocation: str, scope: Scope, receive: Receive, send: Send) -> None:
        over = self._under_way[invocation] = asyncio.get_running_loop().create_future()
        answer = _Answer()

        async def record(message: Any) -> None:
            answer.add(message)
            await send(message)

        try:
            await self._app(scope, receive, record)
        finally:
            if answer.whole:
                self._keep(invocation, answer)
            del self._under_way[invocation]
            over.set_result(None)

    def _keep(self, invocation: str, answer: "_Answer") -> None:
        self._answers[invocation] = answer
        self._bytes += answer.bytes + _OVERHEAD
        while self._bytes > _KEPT:
            self._bytes -= self._answers.popitem(last=False)[1].bytes + _OVERHEAD


class _Answer:
    """The messages of a success, as long as they are not too many bytes."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.whole = False
        self.bytes = 0

    def add(self, message: Any) -> None:
        if message["type"] == "http.response.start" and 200 <= message["status"] < 300:
            self.messages = [message]
        elif message["type"] == "http.response.body" and self.messages:
            self.bytes += len(message.get("body", b""))
            self.messages.append(message)
            self.whole = not message.get("more_body")
            if self.bytes > _LARGEST:
                self.messages, self.whole = [], False
