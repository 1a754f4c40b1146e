"""A runtime, an engine, a version or a whole service that AWS has ended: it makes no more of it."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tooling.plan.finding import Finding
from tooling.plan.risk import Action
from tooling.preflight.planned import Plan, Planned

# How long after the end of its support Lambda still makes functions of a runtime: 30 days or more.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtime-support-policy
GRACE_DAYS = 60


def find(plan: Plan, today: datetime.date | None = None) -> Iterator[Finding]:
    """One for each resource that is made of, or changed to, what has ended."""
    today = today or datetime.date.today()
    for each in plan.resources:
        if not each.set:
            continue
        yield from _service(each, today)
        if each.changes("runtime", "engine_version", "version", "kafka_version", "engine_mode"):
            yield from _version(each, today)


def _service(each: Planned, today: datetime.date) -> Iterator[Finding]:
    for prefix, rule in _table("ended.toml")["services"].items():
        if each.made and each.kind.startswith(prefix) and rule["since"] <= today:
            yield Finding(
                "ended",
                each.address,
                f"{rule['name']} ended on {rule['since']}",
                rule["error"],
                rule["instead"],
            )


def _version(each: Planned, today: datetime.date) -> Iterator[Finding]:
    if each.kind == "aws_rds_cluster" and each.after.get("engine_mode") == "serverless":
        yield Finding(
            "ended",
            each.address,
            "Aurora Serverless v1 ended on 2025-03-31",
            "InvalidParameterValue: The engine mode serverless you requested is currently unavailable",
            "leave engine_mode out, and write `serverlessv2_scaling_configuration` and instances of"
            ' "db.serverless"',
        )
    for rule in _table("ended.toml")["versions"]:
        if rule["type"] != each.kind:
            continue
        family = rule.get("family") or str(each.after.get(rule["family_from"]) or "").lower()
        version = str(each.after.get(rule["attribute"]) or "")
        found = _line(family, version)
        if found is None:
            continue
        ends = found.get("extended") or found["ends"]
        if rule.get("grace"):
            ends = found["ends"] + datetime.timedelta(days=GRACE_DAYS)
        if "disabled" in str(each.after.get("engine_lifecycle_support")) and each.made:
            ends = found["ends"]
        if ends < today and not (each.action is Action.UPDATE and rule.get("only_made")):
            newest = found.get("to") or _table("../lifecycle.toml").get(family, {}).get(
                "newest", "a newer one"
            )
            yield Finding(
                "ended",
                each.address,
                f"{rule['attribute']} {version}: its support ended on {found['ends']}",
                rule["error"],
                f"write {newest}",
            )


def _line(family: str, version: str) -> dict[str, Any] | None:
    """The line of a version: of 16.3 that of 16.3 or of 16."""
    lines = {
        line["version"]: line for line in _table("../lifecycle.toml").get(family, {}).get("versions", ())
    }
    parts = version.split(".")
    for size in range(len(parts), 0, -1):
        if line := lines.get(".".join(parts[:size])):
            return dict(line)
    return None


@cache
def _table(name: str) -> dict[str, Any]:
    file = Path(__file__).parent / name
    return tomllib.loads(file.read_text()) if file.is_file() else {}
