"""Loaded first by the Python of a container: gives the task a network of its own without a container engine.

On AWS a task has a network interface: all its addresses are its own, its containers share `localhost`, and
names lead to other services. Here its one address is of the loopback network, and names are in files. What
the image does not have (the packages of this machine's Python) cannot be imported.

It uses the standard library only, and runs as part of the service.
"""

import os
import random
import socket
import sys
from typing import Any

_ADDRESS = os.environ.get("LOCAL_AWS_ADDRESS", "")
_NAMES = os.environ.get("LOCAL_AWS_NAMES", "").split(os.pathsep)
_PORTS = frozenset(map(int, filter(None, os.environ.get("LOCAL_AWS_PORTS", "").split(","))))
_ALL = ("", "0.0.0.0", "::")
_OWN = ("localhost", "127.0.0.1", "::1")


def _named(host: str) -> str | None:
    """An address that a name has in the files of names."""
    wanted, found = host.lower().rstrip("."), []
    for file in _NAMES:
        try:
            with open(file) as lines:  # noqa: PTH123 (starts faster)
                pairs = [line.split() for line in lines]
        except OSError:
            continue
        found += [pair[0] for pair in pairs if pair[1:] == [wanted]]
    return random.choice(found) if found else None


class _Socket(socket.socket):
    """A socket in the task's own network."""

    def bind(self, address: Any) -> None:
        if self.family == socket.AF_INET and address[0] in (*_ALL, *_OWN) and address[1]:
            address = (_ADDRESS, address[1])
        super().bind(address)

    def connect(self, address: Any) -> None:
        super().connect(_inward(self, address))

    def connect_ex(self, address: Any) -> int:
        return super().connect_ex(_inward(self, address))


def _inward(opened: socket.socket, address: Any) -> Any:
    """A port of this task's containers is at the task's address, also by `localhost`."""
    if opened.family == socket.AF_INET and address[0] in _OWN and address[1] in _PORTS:
        return (_ADDRESS, address[1])
    return address


def _begin() -> None:
    sys.path[:] = [path for path in sys.path if not path.endswith(("site-packages", "dist-packages"))]
    lookup = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        named = _named(host) if isinstance(host, str) else None
        return lookup(named or host, *rest, **more)

    socket.getaddrinfo = getaddrinfo
    socket.socket = _Socket  # type: ignore[misc]
    # Nothing listens on IPv6 here.
    socket.has_ipv6 = False


if _ADDRESS:
    _begin()
