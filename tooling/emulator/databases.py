"""What answers at the addresses of databases: PostgreSQL, where this machine has it.

Each database has a loopback address of its own, so that all can listen on the port that AWS gives them. Its
server is started by the first who connects: a database that nobody asks costs nothing.
"""

import asyncio
import itertools
import socket
from contextlib import suppress
from threading import Lock
from typing import Any

from ministack.services import rds

from tooling.emulator import installed
from tooling.emulator.postgres import Postgres, PostgresError, Settings

Record = dict[str, Any]
# What RDS keeps of a database with a server: whose that is and where it listens. What reads the same data has
# the same: the members of a cluster, copies, the other regions.
SERVER = "_Server"
_ENGINES = ("aurora-postgresql", "postgres")
_TRIED = 250
_numbers = itertools.count()
_bound: dict[str, socket.socket] = {}  # and nobody answers yet
_answering: dict[str, "_Database"] = {}
_placing = Lock()
_settling = asyncio.Lock()


def place(record: Record, leader: Record | None = None) -> None:
    """Give an instance or a cluster its address, if it is of PostgreSQL and this machine has it.

    Args:
        leader: what has the server, when the record is a part of that.
    """
    with _placing:
        _place(record, leader)


def _place(record: Record, leader: Record | None) -> None:
    if SERVER not in record and record["Engine"] in _ENGINES and installed.postgres():
        if leader:
            _place(leader, None)
        if server := leader.get(SERVER) if leader else _new_server(record):
            record[SERVER] = server
    if at := record.get(SERVER):
        if "DBClusterArn" in record:
            record["Endpoint"] = record["ReaderEndpoint"] = at["Address"]
        else:
            record["Endpoint"] = {**record["Endpoint"], "Address": at["Address"], "Port": at["Port"]}


def _new_server(record: Record) -> Record | None:
    port = record["Port"] if "DBClusterArn" in record else record["Endpoint"]["Port"]
    address = _free_address(port)
    return {"Arn": _arn(record), "Address": address, "Port": port} if address else None


def _arn(record: Record) -> str:
    return str(record.get("DBClusterArn") or record["DBInstanceArn"])


async def settle() -> None:
    """Have the databases answer that there are now, and end the servers of those that are gone."""
    async with _settling:
        await _settle()


async def _settle() -> None:
    records = [record for store in (rds._clusters, rds._instances) for record in store._data.copy().values()]
    wanted = {
        record[SERVER]["Address"]: record
        for record in records
        if SERVER in record and record[SERVER]["Arn"] == _arn(record)
    }
    for address in _answering.keys() - wanted.keys():
        _answering.pop(address).end()
    for address, record in wanted.items():
        if address in _answering:
            continue
        with suppress(OSError):  # the address of a snapshot is taken: nobody answers there
            taken = _bound.pop(address, None) or _bind(address, record[SERVER]["Port"])
            _answering[address] = database = _Database(record, taken)
            await database.answer()


def _free_address(port: int) -> str | None:
    """One on which a socket listens now, other than those of another local AWS."""
    for number in itertools.islice(_numbers, _TRIED):
        address = f"127.77.{number // 250 % 250}.{number % 250 + 1}"
        with suppress(OSError):
            _bound[address] = _bind(address, port)
            return address
    return None


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


class _Database:
    """Connections to one address, each led to the server behind it."""

    def __init__(self, record: Record, taken: socket.socket) -> None:
        self._record = record
        self._taken = taken
        self._turn = asyncio.Lock()
        self._server: Postgres | None = None
        self._has_started = False

    async def answer(self) -> None:
        self._listener = await asyncio.start_server(self._connected, sock=self._taken)

    def end(self) -> None:
        self._listener.close()
        if self._server:
            self._server.stop()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server = await self._ready()
            from_server, to_server = await asyncio.open_connection(server.address, server.port)
        except (OSError, PostgresError) as error:
            print(f"No PostgreSQL for {self._record[SERVER]['Arn']}: {error}", flush=True)
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, to_server), _pass_on(from_server, writer))

    async def _ready(self) -> Postgres:
        """The server, which takes the password that RDS knows now."""
        async with self._turn:
            server = self._server = self._server or Postgres(self._record[SERVER]["Address"])
            try:
                if not self._has_started:
                    await server.start(await asyncio.to_thread(_settings, self._record))
                    self._has_started = True
            except (OSError, PostgresError):
                self._server = None
                server.stop()
                raise
            master, password = self._record["MasterUsername"], self._record["_MasterUserPassword"]
            await asyncio.to_thread(server.set_password, master, password)
            return server


def _settings(record: Record) -> Settings:
    certificate, key = rds._pg_server_material([], [record[SERVER]["Address"]])
    return Settings(
        master=record["MasterUsername"],
        name=record.get("DatabaseName") or record.get("DBName") or "",
        certificate=certificate,
        key=key,
        tls_required=_parameters(record).get("rds.force_ssl", {}).get("ParameterValue") == "1",
    )


def _parameters(record: Record) -> Record:
    """What the parameter group of an instance or a cluster sets."""
    if "DBClusterArn" in record:
        groups, name = rds._db_cluster_param_groups, record["DBClusterParameterGroup"]
    else:
        groups, name = rds._param_groups, record["DBParameterGroups"][0]["DBParameterGroupName"]
    _, _, _, region, account, *_ = record[SERVER]["Arn"].split(":")
    return dict(groups.get_scoped(account, region, name, {}).get("Parameters", {}))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(2**16):
            writer.write(some)
            await writer.drain()
    writer.close()
