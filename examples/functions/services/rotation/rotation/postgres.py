"""Rotates the password of a PostgreSQL user, whose secret has host, port, dbname, username and password.

With `masterarn`, the ARN of a secret of a user that may make others, two users alternate, `orders` and
`orders_clone`: the one that services use stays valid until the rotation after next. Both are made when they
are not there. Without it, the user changes its own password, and logins with the old one fail at once.
https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets_strategies.html
"""

import base64
import hashlib
import hmac
import json
import os
import ssl
from contextlib import closing
from typing import Any

import boto3
import pg8000.native

from rotation import steps

_CLONE = "_clone"
_ROUNDS = 4096


def handler(event: dict[str, str], _: object) -> None:
    steps.run(event, _Postgres())


class _Postgres:
    def create(self, current: str, new_password: str) -> str:
        fields = json.loads(current)
        name = fields["username"]
        if "masterarn" in fields:
            name = name.removesuffix(_CLONE) if name.endswith(_CLONE) else name + _CLONE
        return json.dumps({**fields, "username": name, "password": new_password})

    def set(self, pending: str, current: str, previous: str | None) -> None:
        new, old = json.loads(pending), json.loads(current)
        if _works(new):
            return  # an earlier try went this far
        if "masterarn" in new:
            _alternate(new, old)
            return
        tried = [old, *([json.loads(previous)] if previous else [])]
        for login in tried:
            if login["username"] == new["username"] and _works(login):
                with closing(_connection(login)) as database:
                    _change(database, "ALTER", new)
                return
        raise ValueError(f"neither the current nor the previous password of {new['username']} works")

    def test(self, pending: str) -> None:
        with closing(_connection(json.loads(pending))) as database:
            database.run("SELECT 1")


def _alternate(new: dict[str, Any], old: dict[str, Any]) -> None:
    secrets = boto3.client("secretsmanager")
    master = json.loads(secrets.get_secret_value(SecretId=new["masterarn"])["SecretString"])
    with closing(_connection({**new, **{key: master[key] for key in ("username", "password")}})) as database:
        owner = new["username"].removesuffix(_CLONE)
        if not _exists(database, owner):
            _change(database, "CREATE", old if old["username"] == owner else new)
        if new["username"] == owner or _exists(database, new["username"]):
            _change(database, "ALTER", new)
        else:
            _change(database, "CREATE", new)
            clone, name = (pg8000.native.identifier(each) for each in (new["username"], owner))
            database.run(f"GRANT {name} TO {clone}")
            # What the clone makes belongs to both.
            database.run(f"ALTER ROLE {clone} SET role = {name}")


def _exists(database: Any, name: str) -> bool:
    return bool(database.run("SELECT 1 FROM pg_roles WHERE rolname = :name", name=name))


def _change(database: Any, verb: str, user: dict[str, Any]) -> None:
    """The database gets the password's verifier only, so that no log of statements has the password."""
    name = pg8000.native.identifier(user["username"])
    verifier = pg8000.native.literal(_verifier(user["password"]))
    # A user may change its own password, and no other attribute of its own.
    database.run(f"{verb} ROLE {name} {'LOGIN ' if verb == 'CREATE' else ''}PASSWORD {verifier}")


def _verifier(password: str) -> str:
    """https://www.postgresql.org/docs/current/catalog-pg-authid.html"""
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    parts = [
        base64.b64encode(each).decode()
        for each in (salt, stored, hmac.digest(salted, b"Server Key", "sha256"))
    ]
    return f"SCRAM-SHA-256${_ROUNDS}:{parts[0]}${parts[1]}:{parts[2]}"


def _works(login: dict[str, Any]) -> bool:
    try:
        with closing(_connection(login)) as database:
            database.run("SELECT 1")
    except pg8000.native.DatabaseError:
        return False
    return True


def _connection(login: dict[str, Any]) -> Any:
    """Over TLS. DATABASE_CA is a file with the authorities to trust, in a layer or beside the code."""
    authorities = os.environ.get("DATABASE_CA")
    context = ssl.create_default_context(cafile=authorities)
    if not authorities:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return pg8000.native.Connection(
        login["username"],
        password=login["password"],
        host=login["host"],
        port=int(login["port"]),
        database=login["dbname"],
        ssl_context=context,
        timeout=5,
    )
