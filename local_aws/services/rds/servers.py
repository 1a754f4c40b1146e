"""What answers at the addresses of databases: PostgreSQL, where this machine has it."""

import asyncio
from collections.abc import Iterator

from ministack.services import rds

from local_aws.servers import installed
from local_aws.servers.addresses import SERVER, Endpoints, Record, pass_on
from local_aws.servers.child import ChildError
from local_aws.services.rds.postgres import Postgres, Settings

# What a restored database begins with, in SQL.
CONTENTS = "_Contents"
_ENGINES = ("aurora-postgresql", "postgres")


def place(record: Record, leader: Record | None = None) -> None:
    """Give an instance or a cluster its address, if it is of PostgreSQL and this machine has it.

    Args:
        leader: what has the server, when the record is a part of that.
    """
    if SERVER not in record and not (record["Engine"] in _ENGINES and installed.postgres()):
        return
    if leader and SERVER not in leader:
        place(leader)
    port = record["Port"] if "DBClusterArn" in record else record["Endpoint"]["Port"]
    if at := endpoints.place(_arn(record), record, [port], leader):
        if "DBClusterArn" in record:
            record["Endpoint"] = record["ReaderEndpoint"] = at["Address"]
        else:
            record["Endpoint"] = {**record["Endpoint"], "Address": at["Address"], "Port": at["Ports"][0]}


def contents(record: Record) -> str:
    """What a database holds now, in SQL; nothing where nobody has connected to it yet."""
    at = record.get(SERVER)
    service = endpoints.service(at["Address"]) if at else None
    running = service.dump() if isinstance(service, _Database) else None
    return str(record.get(CONTENTS) or "") if running is None else running


def _arn(record: Record) -> str:
    return str(record.get("DBClusterArn") or record["DBInstanceArn"])


def _with_servers() -> Iterator[Record]:
    for store in (rds._clusters, rds._instances):
        for record in store._data.copy().values():
            if SERVER in record and record[SERVER]["Arn"] == _arn(record):
                yield record


class _Database:
    """Connections to one address, each led to the server behind it."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._turn = asyncio.Lock()
        self._server: Postgres | None = None
        self._has_started = False

    def certificate(self) -> None:
        """PostgreSQL has one itself: a client asks in its protocol whether to use it."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server = await self._ready()
        from_server, to_server = await asyncio.open_connection(server.address, server.port)
        await asyncio.gather(pass_on(reader, to_server), pass_on(from_server, writer))

    def dump(self) -> str | None:
        """All that is in it; None before it has started."""
        return self._server.dump() if self._server and self._has_started else None

    def end(self) -> None:
        if self._server:
            self._server.stop()

    async def _ready(self) -> Postgres:
        """The server, which takes the password that RDS knows now."""
        async with self._turn:
            server = self._server = self._server or Postgres(self._record[SERVER]["Address"])
            try:
                if not self._has_started:
                    await server.begin(await asyncio.to_thread(_settings, self._record))
                    await asyncio.to_thread(server.load, self._record.get(CONTENTS) or "")
                    self._has_started = True
            except (OSError, ChildError):
                self._server = None
                server.stop()
                raise
            master, password = self._record["MasterUsername"], self._record["_MasterUserPassword"]
            await asyncio.to_thread(server.set_password, master, password)
            return server


endpoints = Endpoints(_with_servers, _Database)


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
