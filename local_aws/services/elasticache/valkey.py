"""A Valkey server of this machine's own, for as long as somebody wants it."""

import asyncio
import base64
import secrets
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from local_aws.servers import installed
from local_aws.servers.child import Child, ChildError, free_port

_KEEPER = "keeper"  # who sets the users, and is none of ElastiCache's
_SERVE = """
echo "$SETTINGS" | "$PROGRAM" -
"""
_PATIENCE = 10.0  # seconds for one answer
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SupportedCommands.html
_RESTRICTED = [
    *(f"-acl|{each}" for each in ("deluser", "load", "save", "setuser")),
    *(
        f"-cluster|{each}"
        for each in ("addslots", "addslotsrange", "bumpepoch", "delslots", "delslotsrange", "failover")
    ),
    *(f"-cluster|{each}" for each in ("flushslots", "forget", "links", "meet", "setslot")),
    *(f"-{each}" for each in ("bgrewriteaof", "bgsave", "config", "debug", "migrate", "psync", "replicaof")),
    *(f"-{each}" for each in ("save", "shutdown", "slaveof", "sync")),
]

Contents = list[tuple[str, int, str]]


@dataclass(frozen=True)
class User:
    """Who logs in, with any of the passwords, or without; what `access` says is theirs to do."""

    name: str
    access: str
    passwords: tuple[str, ...] = ()


class Valkey(Child):
    """One server, which listens at a loopback address."""

    def __init__(self, address: str) -> None:
        super().__init__("valkey", address)
        self._password = secrets.token_urlsafe(24)
        self._users: frozenset[User] = frozenset()

    async def begin(self, parameters: dict[str, str], cluster_port: int | None) -> None:
        """Start it, alone, or as a cluster of which it has all slots.

        Args:
            parameters: those that it does not know are left out.
            cluster_port: where it tells the clients of a cluster to connect, at its address.

        Raises:
            ChildError: it does not start.
        """
        lines = [
            f"bind {self.address}",
            f"port {self.port}",
            "loglevel warning",
            'save ""',
            f"user {_KEEPER} on >{self._password} ~* &* +@all",
            "user default off",
        ]
        if cluster_port:
            lines += [
                "cluster-enabled yes",
                f"cluster-port {free_port(self.address)}",
                f"cluster-announce-ip {self.address}",
                f"cluster-announce-port {cluster_port}",
            ]
        environment = {"PROGRAM": str(installed.valkey()), "SETTINGS": "\n".join(lines)}
        await self.start(_SERVE, environment, self._answers)
        await asyncio.to_thread(self._furnish, parameters, cluster_port is not None)

    def set_users(self, users: Iterable[User]) -> None:
        """Those that log in from now on; whoever is none of them any more is put out.

        Raises:
            ChildError: one of them cannot be.
        """
        wanted = frozenset(users)
        if wanted == self._users:
            return
        for gone in {user.name for user in self._users} - {user.name for user in wanted} - {"default"}:
            self._run(["ACL", "DELUSER", gone])
        if not any(user.name == "default" for user in wanted):
            self._run(["ACL", "SETUSER", "default", "reset"])
        for user in wanted - self._users:
            passwords = [f">{password}" for password in user.passwords] or ["nopass"]
            self._run(["ACL", "SETUSER", user.name, "reset", *user.access.split(), *_RESTRICTED, *passwords])
        self._users = wanted

    def dump(self) -> Contents:
        """Every key with its time to live in milliseconds (0: without end) and its value as Valkey writes it.

        Raises:
            ChildError: it does not answer.
        """
        keys = self._exchange([[b"KEYS", b"*"]])[0]
        about = self._exchange([command for key in keys for command in ([b"PTTL", key], [b"DUMP", key])])
        return [
            (_text(key), max(ttl, 0), _text(value))
            for key, ttl, value in zip(keys, about[::2], about[1::2], strict=True)
            if value is not None
        ]

    def load(self, contents: Contents) -> None:
        """Set what `dump` found."""
        for key, ttl, value in contents:
            self._exchange([[b"RESTORE", _bytes(key), str(ttl).encode(), _bytes(value), b"REPLACE"]])

    def _exchange(self, commands: list[list[bytes]]) -> list[Any]:
        """The answers to commands of the keeper's: bytes, numbers, None or lists of them."""
        login = encode([b"AUTH", _KEEPER.encode(), self._password.encode()])
        try:
            with socket.create_connection((self.address, self.port), _PATIENCE) as connection:
                connection.sendall(login + b"".join(map(encode, commands)))
                answers = connection.makefile("rb")
                _read(answers)
                return [_read(answers) for _ in commands]
        except OSError as error:
            raise ChildError(str(error)) from error

    def _furnish(self, parameters: dict[str, str], is_cluster: bool) -> None:
        for name, value in parameters.items():
            self._ask(["CONFIG", "SET", name, value])
        if is_cluster:
            self._run(["CLUSTER", "ADDSLOTSRANGE", "0", "16383"])
            while self._ask(["GET", "any"]).startswith("-CLUSTERDOWN"):  # two seconds, for peers to be heard
                time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            self._run(["PING"])
        except ChildError:
            return False
        return True

    def _run(self, command: list[str]) -> None:
        answer = self._ask(command)
        if answer.startswith("-"):
            raise ChildError(answer[1:])

    def _ask(self, command: list[str]) -> str:
        """The first line of the answer to one command of the keeper's."""
        login = encode([b"AUTH", _KEEPER.encode(), self._password.encode()])
        try:
            with socket.create_connection((self.address, self.port), _PATIENCE) as connection:
                connection.sendall(login + encode([part.encode() for part in command]))
                answers = connection.makefile(encoding="utf-8")
                greeted, answer = answers.readline(), answers.readline()
        except OSError as error:
            raise ChildError(str(error)) from error
        return (answer if greeted.startswith("+OK") else greeted).strip() or "-it ended"


def _read(answers: IO[bytes]) -> Any:
    kind, rest = (line := answers.readline())[:1], line[1:].strip()
    if kind == b"$":
        return None if rest == b"-1" else answers.read(int(rest) + 2)[:-2]
    if kind == b"*":
        return [_read(answers) for _ in range(int(rest))]
    if kind == b":":
        return int(rest)
    if kind == b"+":
        return rest
    raise ChildError(rest.decode(errors="replace") or "it ended")


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


def encode(command: list[bytes]) -> bytes:
    """A command as it is sent.

    https://valkey.io/topics/protocol/
    """
    parts = [b"$%d\r\n%s\r\n" % (len(part), part) for part in command]
    return b"*%d\r\n%s" % (len(command), b"".join(parts))
