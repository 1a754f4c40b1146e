"""What `operations/iam-role` says and accepts of the grants of other modules."""

from __future__ import annotations

import re
import tomllib

import pytest

from tooling.paths import MODULES, ROOT

pytestmark = pytest.mark.capability("security.iam", "plan")

WILDCARDS = (MODULES / "operations/iam-role/wildcards.tf").read_text()
_ON_ALL = re.compile(r"actions\s+= \[([^\]]*)\],?\s+resources\s+= \[\"\*\"\]")
_ACTION = re.compile(r'"([a-z0-9-]+:\w+)"')


def test_a_refusal_names_grants_that_modules_export() -> None:
    rights = tomllib.loads((ROOT / "tests/plan/rights.toml").read_text())
    advice = dict(re.findall(r'^    ([\w-]+) += "(grants\..*)"$', WILDCARDS, re.MULTILINE))
    assert len(advice) > 25
    for words in advice.values():
        for part in words.split(", or "):
            names, _, modules = part.removeprefix("grants.").partition(" of ")
            chapter = modules.partition("/")[0]
            for module in re.split(r", | or ", modules):
                whole = module if "/" in module else f"{chapter}/{module}"
                exported = {re.sub("^connect_.*", "connect_<user>", name) for name in rights[whole]["grants"]}
                assert set(re.split(r", | or ", names)) <= exported, whole


def test_grants_of_all_modules_are_accepted() -> None:
    """None has a wildcard action; those on `*` are about nothing that AWS knows a resource of."""
    accepted = set(_ACTION.findall(WILDCARDS))
    texts = [file.read_text() for file in MODULES.glob("*/*/outputs.tf")]
    on_all = {
        action for text in texts for found in _ON_ALL.findall(text) for action in _ACTION.findall(found)
    }
    assert len(on_all) > 8
    assert on_all - accepted == set()
    assert [text for text in texts if re.search(r'"[a-z0-9-]+:\w*\*"', text)] == []
