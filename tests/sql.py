"""A client of PostgreSQL, in the local AWS's environment: the tests' own has none."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from local_aws.servers import installed
from tooling.venvs import python_of

_CLIENT = """
import json, sys, psycopg2
login, statements = json.load(sys.stdin)
try:
    connection = psycopg2.connect(**login)
    with connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        print(json.dumps(cursor.fetchall() if cursor.description else None))
except psycopg2.Error as error:
    sys.exit(str(error))
"""


class RefusedError(ValueError):
    """The database refused the login or a statement; the message is its own."""


def needed() -> None:
    """Skip the test, which then proves nothing, where no PostgreSQL can answer."""
    if installed.postgres() is None:
        pytest.skip("this machine has no PostgreSQL that can answer for databases")


def run(login: dict[str, Any], *statements: str) -> Any:
    """What the last statement gave, rows of columns; all are committed, or none."""
    done = subprocess.run(
        [python_of("local-aws"), "-c", _CLIENT],
        input=json.dumps([login, statements]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RefusedError(done.stderr.strip())
    return json.loads(done.stdout)
