"""A WebSocket client, as much of one as the tests need: text frames, in the clear.

https://datatracker.ietf.org/doc/html/rfc6455
"""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
from typing import Any
from urllib.parse import urlsplit

_TEXT, _CLOSE = 1, 8


class RefusedError(ValueError):
    """The server makes no WebSocket of the connection."""


class WebSocket:
    """A connection to the server at `url`, asking it for the host and path of `address`."""

    def __init__(self, url: str, address: str, protocols: list[str]) -> None:
        server, asked = urlsplit(url), urlsplit(address)
        self._socket = socket.create_connection((server.hostname, server.port), timeout=10)
        lines = [
            f"GET {asked.path}{'?' + asked.query if asked.query else ''} HTTP/1.1",
            f"Host: {asked.netloc}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            f"Sec-WebSocket-Protocol: {', '.join(protocols)}",
        ]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._stream = self._socket.makefile("rb")
        status = self._stream.readline().decode()
        if " 101 " not in status:
            raise RefusedError(status.strip())
        while self._stream.readline().strip():
            pass

    def say(self, frame: Any) -> None:
        """Send a value as JSON. Clients mask what they send."""
        data, mask = json.dumps(frame).encode(), os.urandom(4)
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack("!H", len(data))
        self._socket.sendall(
            bytes([0x80 | _TEXT]) + size + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
        )

    def hear(self, seconds: float = 10) -> Any:
        """The next value, or None when the server closes. Raises TimeoutError."""
        self._socket.settimeout(seconds)
        while True:
            head = self._stream.read(2)
            if not head:
                return None
            first, length = head
            if length >= 126:
                (length,) = struct.unpack("!H", self._stream.read(2))
            data = self._stream.read(length)
            if first & 0xF == _CLOSE:
                return None
            if first & 0xF == _TEXT:
                return json.loads(data)

    def close(self) -> None:
        self._socket.close()

    def __enter__(self) -> WebSocket:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
