"""In use when it is deleted: what uses it is changed only afterwards, or not at all.

Terraform destroys what is no longer in the code, and what is replaced, before it updates what referred to it,
unless that was applied with `create_before_destroy`.
https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
https://github.com/hashicorp/terraform/blob/main/docs/destroying.md
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tooling.plan.finding import Finding
from tooling.plan.risk import Action
from tooling.preflight.planned import Plan, Planned, leaves


def find(plan: Plan) -> Iterator[Finding]:
    """One for each resource that is deleted in use, by its first user."""
    for used in plan.resources:
        rule = _rules().get(used.kind)
        if rule is None or not used.gone:
            continue
        names = {text for name in rule["known_by"] if isinstance(text := used.before.get(name), str) and text}
        for user in plan.of(*rule["used_by"]):
            if user is used or not user.exists or user.deposed or user.gone:
                continue
            uses = [name for name, value in user.before.items() if names & _targets(value)]
            if not uses or user.action is Action.FORGET:
                continue
            stays = all(names & _targets(user.after.get(name)) for name in uses)
            if not stays and (used.kept_late or not _after(user, used)):
                continue
            yield Finding(
                "in-use", used.address, _cause(user, stays), rule["error"], _cure(used, user, stays)
            )
            break


@cache
def _rules() -> dict[str, Any]:
    """By type: what it is `known_by` in others, which types it is `used_by`, and AWS's error."""
    rules: dict[str, Any] = tomllib.loads((Path(__file__).parent / "in_use.toml").read_text())
    return {kind: {"known_by": ["id", "arn"], **rule} for kind, rule in rules.items()}


def _targets(value: Any) -> set[str]:
    """Every text in a value; of an HTTP API's `integrations/ID`, the ID. Of a listener's action that does not
    forward, what it forwarded to stays in the plan, and means nothing."""
    if isinstance(value, list):
        value = [each for each in value if not isinstance(each, Mapping) or each.get("type") not in _ANSWERS]
    return {text.removeprefix("integrations/") for text in leaves(value)}


_ANSWERS = ("fixed-response", "redirect")


def _after(user: Planned, used: Planned) -> bool:
    """Whether Terraform updates the user only when what it used is gone: its state says that it needs it."""
    return user.needs is None or used.block in user.needs


def _cause(user: Planned, stays: bool) -> str:
    if stays:
        return f"{user.address} still uses it after this plan"
    return f"{user.address} uses it and is changed only after it is deleted"


def _cure(used: Planned, user: Planned, stays: bool) -> str:
    if stays and used.action is Action.DESTROY:
        return f"change {user.address} to something else first, or delete it too"
    if used.action is Action.REPLACE:
        return (
            f"write `lifecycle {{ create_before_destroy = true }}` in {used.block}, "
            "with a name that its successor does not share"
        )
    doubt = "" if used.kept_late is False else " (unless it was applied with create_before_destroy)"
    return (
        f"apply the change of {user.address} first with {used.block} still in the code, then remove it{doubt}"
    )
