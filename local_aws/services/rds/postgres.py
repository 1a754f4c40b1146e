"""A PostgreSQL server of this machine's own, for as long as somebody wants it."""

import asyncio
import os
import pwd
import re
import secrets
import subprocess
from dataclasses import dataclass

import psycopg2
from psycopg2 import sql

from local_aws.servers import installed
from local_aws.servers.child import Child, ChildError

# `rdsadmin` is who owns it on RDS, too, and nobody comes in by that name from outside.
_SERVE = """
echo "$PASSWORD" >password
"$PROGRAMS/initdb" --pgdata data --username rdsadmin --pwfile password --auth scram-sha-256 \
    --encoding UTF8 --locale C --no-sync >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
rm password
echo "$CERTIFICATE" >data/server.crt
echo "$KEY" >data/server.key
echo "local all rdsadmin scram-sha-256
host all rdsadmin all reject
$CLIENTS all all all scram-sha-256" >data/pg_hba.conf
"$PROGRAMS/postgres" -D data -B 16MB -F -l -h "$ADDRESS" -p "$PORT" -k "$PWD" -c log_min_messages=fatal
"""

_OF_OWNER = re.compile(r"(CREATE|ALTER) ROLE rdsadmin\b")


@dataclass(frozen=True)
class Settings:
    """What a database is made with."""

    master: str
    name: str
    certificate: str
    key: str
    tls_required: bool


class Postgres(Child):
    """One server, which listens at a loopback address."""

    def __init__(self, address: str) -> None:
        # It refuses to run as root.
        super().__init__("postgres", address, _unprivileged() if os.geteuid() == 0 else None)
        self._password = secrets.token_urlsafe(24)
        self._last_password = ""

    async def begin(self, settings: Settings) -> None:
        """Start it, with the master user and the database that RDS makes.

        Raises:
            ChildError: it does not start.
        """
        await self.start(_SERVE, self._environment(settings), self._answers)
        await asyncio.to_thread(self._furnish, settings)

    def set_password(self, role: str, password: str) -> None:
        """The password that `role`, always the same, logs in with from now on."""
        if password != self._last_password:
            self._run(_as("ALTER ROLE {} PASSWORD {}", role, sql.Literal(password)))
            self._last_password = password

    def dump(self) -> str:
        """All databases and roles, in SQL, but the role that owns them.

        Raises:
            ChildError: it cannot be read.
        """
        text = self._program("pg_dumpall")
        # Its password is another server's.
        return "".join(line for line in text.splitlines(True) if not _OF_OWNER.match(line))

    def load(self, contents: str) -> None:
        """Run what `dump` wrote; what is there already stays."""
        if contents:
            self._program("psql", "--quiet", "--dbname", "postgres", given=contents)

    def _program(self, name: str, *arguments: str, given: str = "") -> str:
        folder = installed.postgres()
        assert folder is not None
        to = ["--host", str(self.folder), "--port", str(self.port), "--username", "rdsadmin"]
        done = subprocess.run(
            [str(folder / name), *to, *arguments],
            input=given,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.environ["PATH"], "PGPASSWORD": self._password, "LC_ALL": "C.UTF-8"},
        )
        if done.returncode:
            raise ChildError(done.stderr.strip())
        return done.stdout

    def _environment(self, settings: Settings) -> dict[str, str]:
        return {
            "CERTIFICATE": settings.certificate,
            "CLIENTS": "hostssl" if settings.tls_required else "host",
            "KEY": settings.key,
            "PASSWORD": self._password,
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
        except ChildError:
            return False
        return True

    def _run(self, *statements: sql.Composable) -> None:
        try:
            connection = psycopg2.connect(
                host=str(self.folder),
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
            raise ChildError(str(error).strip()) from error


def _as(statement: str, name: str, *more: sql.Composable) -> sql.Composable:
    return sql.SQL(statement).format(sql.Identifier(name), *more)


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
