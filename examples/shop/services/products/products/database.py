"""SQL over HTTPS: the Data API of Aurora, so no connection is held between calls.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.html
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config

_WHERE = {"resourceArn": os.environ["CLUSTER_ARN"], "secretArn": os.environ["SECRET_ARN"]}
_DATABASE = "products"

# Seconds. A cluster that scaled to nothing takes a while. The SDK's standard retries wait with full jitter.
_CONFIG = Config(connect_timeout=1, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 3})

data = boto3.client("rds-data", config=_CONFIG)

_TABLES = (
    """CREATE TABLE IF NOT EXISTS products
        (id text PRIMARY KEY, name text NOT NULL, price_cents int NOT NULL, version int NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS outbox
        (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL, detail text NOT NULL)""",
)


class Transaction:
    """Statements that are done together."""

    def __init__(self, id: str) -> None:
        self.id = id

    def run(self, sql: str, **values: str | int) -> list[list[Any]]:
        """The rows of a statement, in which `:name` is a value."""
        return _rows(
            data.execute_statement(
                **_WHERE, database=_DATABASE, sql=sql, transactionId=self.id, parameters=_parameters(values)
            )
        )


@contextmanager
def transaction() -> Iterator[Transaction]:
    """All of its statements, or none when an error leaves it."""
    id = data.begin_transaction(**_WHERE, database=_DATABASE)["transactionId"]
    try:
        yield Transaction(id)
    except BaseException:
        data.rollback_transaction(
            resourceArn=_WHERE["resourceArn"], secretArn=_WHERE["secretArn"], transactionId=id
        )
        raise
    data.commit_transaction(
        resourceArn=_WHERE["resourceArn"], secretArn=_WHERE["secretArn"], transactionId=id
    )


def run(sql: str, **values: str | int) -> list[list[Any]]:
    """The rows of a statement by itself."""
    return _rows(
        data.execute_statement(**_WHERE, database=_DATABASE, sql=sql, parameters=_parameters(values))
    )


def make_tables() -> None:
    for table in _TABLES:
        run(table)


def _parameters(values: dict[str, str | int]) -> list[dict[str, Any]]:
    return [
        {"name": name, "value": {"longValue": value} if isinstance(value, int) else {"stringValue": value}}
        for name, value in values.items()
    ]


def _rows(answer: dict[str, Any]) -> list[list[Any]]:
    return [[next(iter(field.values())) for field in row] for row in answer.get("records", [])]
