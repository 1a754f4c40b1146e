"""What answers at the addresses of caches: Valkey, where this machine has it or could be given it."""

import asyncio
import secrets
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from ministack.core.x509_utils import sign_leaf_certificate
from ministack.services import elasticache

from local_aws.servers import installed
from local_aws.servers.addresses import SERVER, Endpoints, Record, pass_on
from local_aws.servers.child import ChildError
from local_aws.services.elasticache import tokens
from local_aws.services.elasticache.valkey import Contents, User, Valkey, encode

PASSWORDS = "_Passwords"  # of a user
CONTENTS = "_Contents"  # of a snapshot, and of a cache made from it: what it begins with
_ENGINES = ("redis", "valkey")
_PORT, _READER_PORT = 6379, 6380
_EVERYTHING = "on ~* &* +@all"


def place(record: Record, leader: Record | None = None) -> None:
    """Give a replication group, a node or a serverless cache its address, if this machine has Valkey.

    Args:
        leader: the replication group of a node.
    """
    if SERVER not in record and not (record["Engine"] in _ENGINES and installed.valkey()):
        return
    if leader and SERVER not in leader:
        place(leader)
    ports = [_PORT, _READER_PORT] if _is_serverless(record) else [_PORT]
    if at := endpoints.place(_arn(record), record, ports, leader):
        _describe(record, at)


def _describe(record: Record, at: Record) -> None:
    endpoint = {"Address": at["Address"], "Port": _PORT}
    if "NodeGroups" in record:
        for group in record["NodeGroups"]:
            group["PrimaryEndpoint"] = group["ReaderEndpoint"] = endpoint
            for member in group["NodeGroupMembers"]:
                member["ReadEndpoint"] = endpoint
        record["ConfigurationEndpoint"] = endpoint if record["ClusterEnabled"] else None
    elif _is_serverless(record):
        record["Endpoint"], record["ReaderEndpoint"] = endpoint, {**endpoint, "Port": _READER_PORT}
    else:
        record["_endpoint"] = endpoint
        for node in record["CacheNodes"]:
            node["Endpoint"] = endpoint


def _is_serverless(record: Record) -> bool:
    return "ServerlessCacheName" in record


def _is_cluster(record: Record) -> bool:
    return _is_serverless(record) or bool(record.get("ClusterEnabled"))


def _arn(record: Record) -> str:
    return str(record.get("CacheClusterArn") or record["ARN"])


def _name(record: Record) -> str:
    return str(
        record.get("ServerlessCacheName") or record.get("ReplicationGroupId") or record["CacheClusterId"]
    )


def _with_servers() -> Iterator[Record]:
    for store in (elasticache._replication_groups, elasticache._clusters, elasticache._serverless_caches):
        for record in store._data.copy().values():
            if SERVER in record and record[SERVER]["Arn"] == _arn(record):
                yield record


class _Cache:
    """Connections to one address, each led to the server behind it."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._turn = asyncio.Lock()
        self._server: Valkey | None = None
        self._has_started = False
        self._password = secrets.token_urlsafe(24)  # of users that IAM knows

    def certificate(self) -> ssl.SSLContext | None:
        if not (_is_serverless(self._record) or self._record.get("TransitEncryptionEnabled")):
            return None
        address = self._record[SERVER]["Address"]
        authority = elasticache._ensure_serverless_ca()
        certificate, key, _ = sign_leaf_certificate(
            *authority, common_name=address, san_ips=[address], key_type="ec256"
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(certificate + key)
            file.flush()
            context.load_cert_chain(file.name)
        return context

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server = await self._ready()
        from_server, to_server = await asyncio.open_connection(server.address, server.port)
        has_tokens = any(_is_of_iam(user) for user in _users(self._record))
        from_client = self._log_in(reader, to_server) if has_tokens else pass_on(reader, to_server)
        await asyncio.gather(from_client, pass_on(from_server, writer))

    def dump(self) -> Contents | None:
        """All that is in it; None before it has started."""
        return self._server.dump() if self._server and self._has_started else None

    def end(self) -> None:
        if self._server:
            self._server.stop()

    async def _ready(self) -> Valkey:
        """The server, which lets in whom ElastiCache knows now."""
        async with self._turn:
            server = self._server = self._server or Valkey(self._record[SERVER]["Address"])
            try:
                if not self._has_started:
                    cluster_port = _PORT if _is_cluster(self._record) else None
                    await server.begin(_parameters(self._record), cluster_port)
                    await asyncio.to_thread(server.load, self._record.get(CONTENTS) or [])
                    self._has_started = True
            except (OSError, ChildError):
                self._server = None
                server.stop()
                raise
            await asyncio.to_thread(server.set_users, self._logins())
            return server

    def _logins(self) -> Iterator[User]:
        users = _users(self._record)
        for user in users:
            passwords = [self._password] if _is_of_iam(user) else user.get(PASSWORDS, [])
            yield User(user["UserName"], user["AccessString"], tuple(passwords))
        if not users:
            yield User("default", _EVERYTHING, tuple(self._record.get("_auth_tokens") or ()))

    async def _log_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on commands; one that logs in with a good token does so with the server's password."""
        with suppress(OSError, asyncio.IncompleteReadError, ValueError):
            while line := await reader.readline():
                command = await _rest_of_command(line, reader)
                writer.write(encode(self._with_password(command)) if command else line)
                await writer.drain()
        writer.close()

    def _with_password(self, command: list[bytes]) -> list[bytes]:
        words = [word.upper() for word in command[:3]]
        at = 1 if words[0] == b"AUTH" else 3 if words[0] == b"HELLO" and words[2:] == [b"AUTH"] else None
        if at is None or len(command) < at + 2:
            return command
        name, token = (word.decode(errors="replace") for word in command[at : at + 2])
        for user in _users(self._record):
            login = tokens.Login(_name(self._record), _arn(self._record), name, user["ARN"])
            if user["UserName"] == name and _is_of_iam(user) and tokens.opens(token, login):
                return [*command[: at + 1], self._password.encode(), *command[at + 2 :]]
        return command


endpoints = Endpoints(_with_servers, _Cache)


def contents(record: Record) -> Contents:
    """What a cache holds now; nothing where nobody has connected to it yet."""
    at = record.get(SERVER)
    service = endpoints.service(at["Address"]) if at else None
    running = service.dump() if isinstance(service, _Cache) else None
    return record.get(CONTENTS) or [] if running is None else running


async def _rest_of_command(line: bytes, reader: asyncio.StreamReader) -> list[bytes]:
    """The words of a command that begins with `line`; none of one that is typed in, in one line."""
    if not line.startswith(b"*"):
        return []
    words = []
    for _ in range(int(line[1:])):
        size = int((await reader.readline())[1:])
        words.append((await reader.readexactly(size + 2))[:-2])
    return words


def _users(record: Record) -> list[Record]:
    """Those of its group, as ElastiCache keeps them."""
    _, _, _, region, account, *_ = _arn(record).split(":")
    names = [record.get("UserGroupId") or "", *record.get("UserGroupIds", [])]
    groups = [elasticache._user_groups.get_scoped(account, region, name, {}) for name in names]
    found = [
        elasticache._users.get_scoped(account, region, user)
        for group in groups
        for user in group.get("UserIds", [])
    ]
    return [user for user in found if user]


def _is_of_iam(user: Record) -> bool:
    return bool(user["Authentication"]["Type"] == "iam")


def _parameters(record: Record) -> dict[str, str]:
    """What somebody set in its parameter group, and a running server can be told."""
    group: Any = record.get("CacheParameterGroup") or {}
    name = record.get("CacheParameterGroupName") or group.get("CacheParameterGroupName", "")
    _, _, _, region, account, *_ = _arn(record).split(":")
    settings = elasticache._param_group_params.get_scoped(account, region, name, {})
    return {
        key: setting["Value"]
        for key, setting in settings.items()
        if setting.get("Source") == "user" and key != "cluster-enabled"
    }
