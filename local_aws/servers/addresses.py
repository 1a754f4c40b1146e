"""Loopback addresses at which databases and caches answer, where this machine has a server for them.

Each has an address of its own, so that all can listen on the ports that AWS gives them. Its server is started
by the first who connects: one that nobody asks costs nothing.
"""

import asyncio
import itertools
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Lock
from typing import Any, Protocol

from local_aws.servers.child import ChildError

Record = dict[str, Any]
# What an engine keeps of something with a server: whose that is, and where it listens. What reads the same
# data has the same: the members of a cluster, copies, the other regions.
SERVER = "_Server"
_TRIED = 250
_numbers = itertools.count()
_bound: dict[tuple[str, int], socket.socket] = {}  # and nobody answers yet
_placing = Lock()


class Service(Protocol):
    """Who answers at an address."""

    def certificate(self) -> ssl.SSLContext | None:
        """What connections are encrypted with; None when the server behind sees to that itself."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection.

        Raises:
            OSError, ChildError: nobody can.
        """

    def end(self) -> None:
        """Stop what was started."""


class Endpoints:
    """The addresses of one kind of things.

    Args:
        records: all that an engine holds of the kind.
        service: makes the service of one of them.
    """

    def __init__(self, records: Callable[[], Iterable[Record]], service: Callable[[Record], Service]) -> None:
        self._records, self._service = records, service
        self._answering: dict[str, tuple[Service, list[asyncio.Server]]] = {}
        self._settling = asyncio.Lock()

    def place(
        self, arn: str, record: Record, ports: list[int], leader: Record | None = None
    ) -> Record | None:
        """Where a record's server listens: its ARN, address and ports; none when no address is free.

        Args:
            leader: what has the server, and a place, when the record is a part of that.
        """
        with _placing:
            if SERVER not in record:
                found = leader.get(SERVER) if leader else _new(arn, ports)
                if found is None:
                    return None
                record[SERVER] = found
            at: Record = record[SERVER]
            return at

    def service(self, address: str) -> Service | None:
        """Who answers at an address, if somebody does."""
        found = self._answering.get(address)
        return found[0] if found else None

    async def settle(self) -> None:
        """Have those answer that there are now, and end the servers of those that are gone."""
        async with self._settling:
            await self._settle()

    async def _settle(self) -> None:
        wanted = {record[SERVER]["Address"]: record for record in self._records()}
        for address in self._answering.keys() - wanted.keys():
            service, listeners = self._answering.pop(address)
            for listener in listeners:
                listener.close()
            service.end()
        for address, record in wanted.items():
            if address not in self._answering:
                with suppress(OSError):  # the address of a snapshot is taken: nobody answers there
                    service = self._service(record)
                    self._answering[address] = service, await _listen(service, record[SERVER])


async def _listen(service: Service, at: Record) -> list[asyncio.Server]:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await service.serve(reader, writer)
        except (OSError, ChildError) as error:
            print(f"Nobody answers for {at['Arn']}: {error}", flush=True)
            writer.close()

    taken = [_taken(at["Address"], port) for port in at["Ports"]]
    certificate = await asyncio.to_thread(service.certificate)
    return [await asyncio.start_server(connected, sock=each, ssl=certificate) for each in taken]


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what one side says, until it ends."""
    with suppress(OSError):
        while some := await reader.read(2**16):
            writer.write(some)
            await writer.drain()
    writer.close()


def _new(arn: str, ports: list[int]) -> Record | None:
    """An address at which sockets listen now, other than those of another local AWS."""
    for number in itertools.islice(_numbers, _TRIED):
        address = f"127.77.{number // 250 % 250}.{number % 250 + 1}"
        with suppress(OSError):
            for port in ports:
                _bound[address, port] = _bind(address, port)
            return {"Arn": arn, "Address": address, "Ports": ports}
    return None


def _taken(address: str, port: int) -> socket.socket:
    return _bound.pop((address, port)) if (address, port) in _bound else _bind(address, port)


def _bind(address: str, port: int) -> socket.socket:
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((address, port))
        taken.listen()
    except OSError:
        taken.close()
        raise
    return taken
