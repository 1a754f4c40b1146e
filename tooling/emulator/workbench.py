"""What a developer may ask of the edge: faults in its answers."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from tooling.emulator import calls
from tooling.emulator.faults import Faults

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Workbench:
    """Stands in front of the engines once something is asked for; before that it costs nothing."""

    def __init__(self) -> None:
        self.faults = Faults()

    @property
    def busy(self) -> bool:
        """Whether it wants to see the calls."""
        return bool(self.faults)

    async def meet(self, scope: Scope, receive: Receive, send: Send, credential: str) -> Receive | None:
        """Look at a request; what its body is to be read from, None when it is answered."""
        call, receive = await calls.read(scope, receive, credential)
        if call and await self.faults.befall(call, scope, send):
            return None
        return receive

    async def control(self, path: str, method: str, receive: Receive) -> tuple[int, Any]:
        """The answer at an address of its own, `/_local/...`."""
        if path != "/_local/faults":
            return 404, {"message": f"The local AWS has nothing at {path}."}
        if method == "DELETE":
            self.faults.clear()
        elif method == "POST":
            try:
                self.faults.add(json.loads((await calls.whole(receive))[0]))
            except ValueError as error:
                return 400, {"message": str(error)}
        return 200, self.faults.listing()
