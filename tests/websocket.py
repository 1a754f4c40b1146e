"""A WebSocket client (RFC 6455), as small as the tests need it: text messages, one frame each."""

from __future__ import annotations

import base64
import json
import os
import socket
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA


class RefusedError(ValueError):
    """The server did not open the connection. `status` is HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(f"refused with {status}")
        self.status = status


class WebSocket:
    """An open connection to `url`. Raises RefusedError when there is none."""

    def __init__(self, url: str, headers: dict[str, str] | None = None, seconds: float = 20) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=seconds)
        self._stream = self._socket.makefile("rb")
        sent = {
            "Host": parts.netloc,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
            **(headers or {}),
        }
        lines = [f"GET {parts.path}?{parts.query} HTTP/1.1", *(f"{name}: {sent[name]}" for name in sent)]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        status = int(self._stream.readline().split()[1])
        while self._stream.readline() not in (b"\r\n", b""):
            pass
        if status != 101:
            self.close()
            raise RefusedError(status)

    @classmethod
    def at(cls, server: str, address: str, protocols: list[str]) -> WebSocket:
        """A connection to `server`, which is asked for the host and path of `address`."""
        asked = urlsplit(address)
        headers = {"Host": asked.netloc, "Sec-WebSocket-Protocol": ", ".join(protocols)}
        return cls(f"{server}{asked.path}?{asked.query}", headers)

    def send(self, text: str) -> None:
        self._send(_TEXT, text.encode())

    def say(self, value: Any) -> None:
        """Send a value as JSON."""
        self.send(json.dumps(value))

    def hear(self) -> Any:
        """The next message's value, None when the server closes the connection."""
        text = self.receive()
        return None if text is None else json.loads(text)

    def receive(self) -> str | None:
        """The next message; None when the server closes the connection. Raises TimeoutError."""
        while True:
            head = self._stream.read(2)
            if len(head) < 2 or head[0] & 0xF == _CLOSE:
                return None
            size = head[1] & 0x7F
            if size > 125:
                size = int.from_bytes(self._stream.read(2 if size == 126 else 8), "big")
            content = self._stream.read(size)
            if head[0] & 0xF == _PING:
                self._send(_PONG, content)
            else:
                return content.decode()

    def close(self) -> None:
        """Say so and leave. Fine when it is closed already."""
        with suppress(OSError):
            self._send(_CLOSE, (1000).to_bytes(2, "big"))
        self.vanish()

    def vanish(self) -> None:
        """Leave without a word, as a phone in a tunnel does."""
        self._stream.close()
        self._socket.close()

    def __enter__(self) -> WebSocket:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, kind: int, content: bytes) -> None:
        """One whole frame, masked as a client's must be."""
        size = len(content)
        if size < 126:
            head = bytes([0x80 | kind, 0x80 | size])
        else:
            head = bytes([0x80 | kind, 0x80 | 126]) + size.to_bytes(2, "big")
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(content))
        self._socket.sendall(head + mask + masked)
