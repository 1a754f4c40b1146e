"""Defaults of inputs: the same in every module, and what `defaults.toml` promises."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tooling.paths import MODULES

ALL = sorted({path.parent for path in MODULES.glob("*/*/*.tf")})
PROMISES = Path(__file__).with_name("defaults.toml")
_VARIABLE = re.compile(r'^variable "(\w+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
_VALUE = r'(true|false|-?\d[\d.]*|"[^"$]*")'
_DEFAULT = re.compile(rf"^  default += {_VALUE}$", re.MULTILINE)
_OPTIONAL = re.compile(rf"(\w+) += optional\(\w+, {_VALUE}\)")

Value = str | float | bool

every_module = pytest.mark.parametrize("module", ALL, ids=lambda path: str(path.relative_to(MODULES)))


@every_module
def test_an_input_has_the_default_that_is_promised(module: Path) -> None:
    """A new default belongs under the promise that it keeps, a new promise says what callers have of it."""
    broken = [
        (name, value, promised)
        for name, value in defaults(module)
        if (promised := _promised(module, name)) != value or type(promised) is not type(value)
    ]
    assert broken == []


def test_each_promise_is_of_an_input_that_there_is() -> None:
    written = [name for promise in _promises().values() for name in promise]
    kept = {_key(module, name) for module in ALL for name, _ in defaults(module)}
    assert [name for name, number in Counter(written).items() if number > 1] == []
    assert set(written) - kept == set()


def defaults(module: Path) -> list[tuple[str, Value]]:
    """Defaults that are a switch, a number or a text, by input: `log.retention_days`."""
    found = []
    for name, body in _VARIABLE.findall((module / "variables.tf").read_text()):
        found += [(name, json.loads(value)) for value in _DEFAULT.findall(body)]
        found += [(f"{name}.{part}", json.loads(value)) for part, value in _OPTIONAL.findall(body)]
    return found


def _promised(module: Path, name: str) -> Value | None:
    return next((each[key] for each in _promises().values() if (key := _key(module, name)) in each), None)


def _key(module: Path, name: str) -> str:
    """Of this module alone, where it has a promise of its own."""
    own = f"{'/'.join(module.parts[-2:])}: {name}"
    return own if any(own in promise for promise in _promises().values()) else name


@cache
def _promises() -> dict[str, dict[str, Value]]:
    return tomllib.loads(PROMISES.read_text())
