"""The shop's services as Lambda has them: imported from their zips, with their tables on a local AWS."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from typing import Any

import boto3  # noqa: F401
import pytest

from tooling import packages
from tooling.aws import Target
from tooling.paths import EXAMPLES


@contextlib.contextmanager
def service(name: str, *modules: str, aws: Target | None = None, **variables: str) -> Iterator[list[Any]]:
    """Modules of a service; a variable that begins with TABLE_ names a new table with the given key."""
    zip = packages.build(EXAMPLES / "shop" / "services" / name).path
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(zip))
        place = aws or Target("local", "http://127.0.0.1:1", "eu-west-1")
        for variable, value in place.variables({}).items():
            patch.setenv(variable, value)
        for variable, value in variables.items():
            if aws is not None and variable.startswith("TABLE_"):
                patch.setenv(variable, _table(aws, variable, value))
            else:
                patch.setenv(variable, value)
        try:
            yield [importlib.import_module(f"{name}.{module}") for module in modules]
        finally:
            inside = [key for key, module in sys.modules.items() if _is_in(str(zip), module)]
            for key in inside:
                del sys.modules[key]


def _is_in(zip: str, module: Any) -> bool:
    return str(getattr(module, "__file__", None) or "").startswith(zip)


def _table(aws: Target, name: str, key: str) -> str:
    aws.client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
        KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
    )
    return name
