"""A runtime, an engine, a version or a whole service that AWS has ended: it makes no more of it."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tooling import lifecycle
from tooling.plan.finding import Finding
from tooling.preflight.planned import Plan, Planned

# How long after the end of its support Lambda still makes functions of a runtime: 30 days or more.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtime-support-policy
GRACE = datetime.timedelta(days=60)
VERSIONS = ("runtime", "engine_version", "version", "kafka_version")


def find(plan: Plan, today: datetime.date | None = None) -> Iterator[Finding]:
    """One for each resource that is made of, or changed to, what has ended."""
    today = today or datetime.date.today()
    for each in plan.resources:
        if each.made:
            yield from _service(each, today)
        if each.changes(*VERSIONS):
            yield from _version(each, today)


def _service(each: Planned, today: datetime.date) -> Iterator[Finding]:
    if each.kind == "aws_rds_cluster" and each.after.get("engine_mode") == "serverless":
        yield Finding(
            "ended",
            each.address,
            "Aurora Serverless v1 ended on 2025-03-31",
            "InvalidParameterValue: The engine mode serverless you requested is currently unavailable",
            'leave engine_mode out, and make instances of "db.serverless"',
        )
    for prefix, rule in _table()["services"].items():
        if each.kind.startswith(prefix) and rule["since"] <= today:
            cause = f"{rule['name']} ended on {rule['since']}"
            yield Finding("ended", each.address, cause, rule["error"], rule["instead"])


def _version(each: Planned, today: datetime.date) -> Iterator[Finding]:
    """Extended support keeps a version on offer. The dates are those of `lifecycle`."""
    error, about = _table()["versions"].get(each.kind), lifecycle.subject(each.kind, each.after)
    line = lifecycle.line_of(*about) if about else None
    if error is None or about is None or line is None:
        return
    last = line.extended or line.ends
    if line.engine == "lambda":
        last = line.ends + GRACE
    elif each.made and "disabled" in str(each.after.get("engine_lifecycle_support")):
        last = line.ends
    if last < today:
        instead = f"write {line.to}" if line.to else "write a newer one"
        when = f"{'before' if line.older else 'on'} {line.ends}"
        cause = f"{line.name} {about[1]}: its support ended {when}"
        yield Finding("ended", each.address, cause, error, instead)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "ended.toml").read_text())
