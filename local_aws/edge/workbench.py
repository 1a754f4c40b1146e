"""Sees every API call before an engine does: a record of what is called, faults that are asked for."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from local_aws.edge import calls
from local_aws.edge.calls import Call
from local_aws.faults import Faults
from local_aws.recording import Record

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Workbench:
    """Handles requests before the engines do."""

    def __init__(self, account: str) -> None:
        self.faults = Faults()
        self.record = Record(account)

    async def meet(
        self, scope: Scope, receive: Receive, send: Send, credential: str
    ) -> tuple[Call | None, Receive] | None:
        """The call that a request is, and what its body is to be read from; None when it is answered."""
        call, receive = await calls.read(scope, receive, credential)
        if call and self.record.on:
            self.record.add(call)
        if call and await self.faults.befall(call, scope, send):
            return None
        return call, receive

    async def control(self, what: str, method: str, receive: Receive) -> tuple[int, Any]:
        """The answer at a control address, `/_local/WHAT`."""
        if what == "faults":
            return await self._control_faults(method, receive)
        if what == "record":
            if method == "POST":
                self.record.start()
            elif method == "DELETE":
                self.record.on = False
            return 200, self.record.show()
        return 404, {"message": f"The local AWS has nothing at /_local/{what}."}

    async def _control_faults(self, method: str, receive: Receive) -> tuple[int, Any]:
        if method == "DELETE":
            self.faults.clear()
        elif method == "POST":
            try:
                self.faults.add(json.loads((await calls.whole(receive))[0]))
            except ValueError as error:
                return 400, {"message": str(error)}
        return 200, self.faults.listing()
