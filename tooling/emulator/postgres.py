"""A PostgreSQL server of this machine's own, for as long as somebody wants it."""

import asyncio
import os
import pwd
import secrets
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from tooling.emulator import installed

_PATIENCE = 60.0  # seconds, for a machine that is busy with other things
_LONGEST_FOLDER = 80  # the path of a socket in it has 107 characters at most
# Whoever holds the other end of its input wants it: when that ends, however it does, so does the server, and
# nothing of it is left. A child ignores QUIT until it says otherwise, and never TERM.
# `rdsadmin` is who owns it on RDS, too, and nobody comes in by that name from outside.
_SERVE = """
trap 'rm -rf "$PWD"' EXIT
umask 077
echo "$PASSWORD" >password
"$PROGRAMS/initdb" --pgdata data --username rdsadmin --pwfile password --auth scram-sha-256 \
    --encoding UTF8 --locale C --no-sync >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
rm password
echo "$CERTIFICATE" >data/server.crt
echo "$KEY" >data/server.key
echo "local all rdsadmin scram-sha-256
host all rdsadmin all reject
$CLIENTS all all all scram-sha-256" >data/pg_hba.conf
"$PROGRAMS/postgres" -D data -B 16MB -F -l -h "$ADDRESS" -p "$PORT" -k "$PWD" -c log_min_messages=fatal &
read -r nothing
kill -TERM $!
kill -QUIT $!
wait
"""


class PostgresError(Exception):
    """It does not start, or does not do what it is told; the message says why."""


@dataclass(frozen=True)
class Settings:
    """What a database is made with."""

    master: str
    name: str
    certificate: str
    key: str
    tls_required: bool


class Postgres:
    """One server, which listens at a loopback address and keeps all in a folder that nobody else enters."""

    def __init__(self, address: str) -> None:
        self.address, self.port = address, _free_port(address)
        self._password = secrets.token_urlsafe(24)
        self._last_password = ""
        read_end, write_end = os.pipe()
        self._input, self._wanted = os.fdopen(read_end), os.fdopen(write_end, "w")
        self._user = _unprivileged() if os.geteuid() == 0 else None  # it refuses to run as root
        elsewhere = self._user or len(tempfile.gettempdir()) > _LONGEST_FOLDER
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp" if elsewhere else None))

    async def start(self, settings: Settings) -> None:
        """Start it, with the master user and the database that RDS makes.

        Raises:
            PostgresError: it does not start.
        """
        owner: dict[str, Any] = {}
        if self._user:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
            owner = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        with self._input:
            process = await asyncio.create_subprocess_exec(
                *("sh", "-c", _SERVE),
                stdin=self._input,
                cwd=self._folder,
                env=self._environment(settings),
                start_new_session=True,
                **owner,
            )
        for _ in range(int(_PATIENCE / 0.05)):
            if process.returncode is not None:
                raise PostgresError(f"it ended with {process.returncode}")
            if await asyncio.to_thread(self._answers):
                return await asyncio.to_thread(self._furnish, settings)
            await asyncio.sleep(0.05)
        raise PostgresError(f"it did not answer within {_PATIENCE:.0f} s")

    def set_password(self, role: str, password: str) -> None:
        """The password that `role`, always the same, logs in with from now on."""
        if password != self._last_password:
            self._run(_as("ALTER ROLE {} PASSWORD {}", role, sql.Literal(password)))
            self._last_password = password

    def stop(self) -> None:
        """Have it end, now or as soon as it has started, and its folder go."""
        self._wanted.close()

    def _environment(self, settings: Settings) -> dict[str, str]:
        return {
            "ADDRESS": self.address,
            "CERTIFICATE": settings.certificate,
            "CLIENTS": "hostssl" if settings.tls_required else "host",
            "KEY": settings.key,
            "LC_ALL": "C",
            "PASSWORD": self._password,
            "PATH": os.environ["PATH"],
            "PORT": str(self.port),
            "PROGRAMS": str(installed.postgres()),
            "TZ": "UTC",
        }

    def _furnish(self, settings: Settings) -> None:
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html
        self._run(
            sql.SQL("CREATE ROLE rds_superuser"),
            sql.SQL("CREATE ROLE rds_iam"),
            sql.SQL("GRANT pg_monitor, pg_signal_backend, rds_iam TO rds_superuser WITH ADMIN OPTION"),
            _as("CREATE ROLE {} LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser", settings.master),
            _as("ALTER DATABASE postgres OWNER TO {}", settings.master),
        )
        if settings.name not in ("", "postgres"):
            self._run(_as("CREATE DATABASE {} OWNER {}", settings.name, sql.Identifier(settings.master)))

    def _answers(self) -> bool:
        try:
            self._run()
        except PostgresError:
            return False
        return True

    def _run(self, *statements: sql.Composable) -> None:
        try:
            connection = psycopg2.connect(
                host=str(self._folder),
                port=self.port,
                user="rdsadmin",
                password=self._password,
                dbname="postgres",
            )
            try:
                connection.autocommit = True
                for statement in statements:
                    connection.cursor().execute(statement)
            finally:
                connection.close()
        except psycopg2.Error as error:
            raise PostgresError(str(error).strip()) from error


def _as(statement: str, name: str, *more: sql.Composable) -> sql.Composable:
    return sql.SQL(statement).format(sql.Identifier(name), *more)


def _free_port(address: str) -> int:
    with socket.socket() as taken:
        taken.bind((address, 0))
        return int(taken.getsockname()[1])


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
