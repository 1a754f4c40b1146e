"""Applies that failed in public: how many of them preflight would have foretold. See public.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.preflight.plans import change, plan_of
from tooling import preflight

pytestmark = pytest.mark.capability("use.preflight", "behaves")
FAILURES = tomllib.loads((Path(__file__).parent / "public.toml").read_text())["failure"]
SHARE = 0.7
"""What is foretold at least. What is not is mostly what no plan shows: see `why`."""


def name(failure: dict[str, Any]) -> str:
    return "/".join(failure["link"].split("/")[-3:])


def foretold(failure: dict[str, Any]) -> list[preflight.Finding]:
    changes = [entry(each) for each in failure["changes"]]
    plan = plan_of(*changes, needs=failure.get("needs"))
    if region := failure.get("region"):
        provider = {"expressions": {"region": {"constant_value": region}}}
        plan["configuration"]["provider_config"]["aws"] = provider
    for module, inputs in failure.get("passed", {}).items():
        call = plan["configuration"]["root_module"]["module_calls"][module]
        call["expressions"] = {key: {"references": [to]} for key, to in inputs.items()}
    return list(preflight.check(plan, failure.get("late", ())))


def entry(row: dict[str, Any]) -> dict[str, Any]:
    after = row.get("after", {})
    for attribute, size in row.get("long", {}).items():
        arns = [f"arn:aws:s3:::{n:030}/*" for n in range(size // 50)]
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": arns}
        after = after | {attribute: json.dumps({"Version": "2012-10-17", "Statement": [statement]})}
    if count := row.get("rules"):
        ranges = [f"10.{n}.0.0/16" for n in range(count)]
        after = after | {"ingress": [{"from_port": 443, "to_port": 443, "cidr_blocks": ranges}]}
    unknown: dict[str, Any] = {}
    for path in row.get("unknown", ()):
        block, _, inner = path.partition(".")
        unknown[block] = [{inner: True}] if inner else True
    if unknown.get("load_balancer") is True:  # of a service: its target group
        unknown["load_balancer"] = [{"target_group_arn": True}]
    made = change(
        row["a"],
        row["how"],
        before=row.get("before") if row["how"] != "create" else None,
        after=after if row["how"] != "delete" else None,
        unknown=unknown,
        refers=row.get("refers"),
        waits=row.get("waits", ()),
    )
    return made | ({"deposed": row["deposed"]} if "deposed" in row else {})


@pytest.mark.parametrize("failure", FAILURES, ids=name)
def test_a_public_failure_is_foretold_or_said_why_not(failure: dict[str, Any]) -> None:
    kinds = {each.kind for each in foretold(failure)}
    if failure["foretold"]:
        assert failure["foretold"] in kinds
        assert kinds <= {failure["foretold"], "name-taken", "unordered", "value", "ended"}
    else:
        assert not kinds and failure["why"]


def test_most_public_failures_are_foretold() -> None:
    assert len(FAILURES) >= 40 and len({each["link"] for each in FAILURES}) == len(FAILURES)
    share = sum(bool(each["foretold"]) for each in FAILURES) / len(FAILURES)
    assert share >= SHARE
