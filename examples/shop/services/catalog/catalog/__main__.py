"""Serves until it is asked to end, then answers what it has taken and ends."""

import os
import signal
import threading
from types import FrameType

from catalog import log
from catalog.api import Handler, Server


def main() -> None:
    server = Server(("0.0.0.0", int(os.environ["PORT"])), Handler)

    def end(number: int, _: FrameType | None) -> None:
        # `shutdown` waits for `serve_forever`, which this thread is in.
        threading.Thread(target=server.shutdown).start()
        log.info("ending", signal=signal.Signals(number).name)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    log.info("serving", port=server.server_port)
    server.serve_forever(poll_interval=0.1)
    server.server_close()


if __name__ == "__main__":
    main()
