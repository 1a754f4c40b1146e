"""Calls of APIs are begun a few at a time.

A thousand at once are read and routed before any is run, if nothing keeps them: the calls that functions make
meanwhile, of tables and queues, wait behind all of them, until the functions have no time left.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from local_aws.edge import calls

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_WIDTH = 8
# Seconds. Who takes longer to begin waits for something, maybe for a call that is not let in.
_LONGEST = 1.0

_tell: ContextVar[Callable[[], object] | None] = ContextVar("tell", default=None)


def begun() -> None:
    """Report, from any thread, that the call in this context has its function, or waits for it."""
    if tell := _tell.get():
        tell()


class Pace:
    """An ASGI app in front of another."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._free = asyncio.Semaphore(_WIDTH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _, receive = await calls.whole(receive)  # it may come slowly
        await self._free.acquire()
        held = True

        def release() -> None:
            nonlocal held
            if held:
                self._free.release()
            held = False

        loop = asyncio.get_running_loop()
        timer = loop.call_later(_LONGEST, release)
        _tell.set(lambda: loop.call_soon_threadsafe(release))
        try:
            await self._app(scope, receive, send)
        finally:
            timer.cancel()
            release()
