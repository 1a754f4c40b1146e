"""The name, or another unique key, is still taken when its successor is made.

By itself, where a replacement is created before its predecessor is destroyed; by another address, which keeps
the key, or gives it up in the same apply, in no order; or by a second creation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tooling.plan.finding import Finding
from tooling.plan.risk import Action, at
from tooling.preflight.planned import Plan, Planned

Key = tuple[Any, ...]


def find(plan: Plan) -> Iterator[Finding]:
    """One for each resource that is made, or changed, to have a key that is taken."""
    for kind, rule in _rules().items():
        for attributes in rule["keys"]:
            yield from _of_key(plan, kind, attributes, rule)


def _of_key(plan: Plan, kind: str, attributes: list[str], rule: Mapping[str, Any]) -> Iterator[Finding]:
    resources = [each for each in plan.of(kind) if not each.deposed]
    holders: dict[Key, Planned] = {}
    for each in resources:
        if each.exists and (key := _key_before(each, attributes, rule)):
            holders[key] = each
    made: dict[Key, Planned] = {}
    for each in resources:
        if not each.set:
            continue
        key = _key_after(plan, each, attributes, rule)
        if key is None:
            continue
        own = each.exists and _key_before(each, attributes, rule) == key
        shown = _shown(attributes, key)
        holder = holders.get(key)
        if own and each.new_first:
            yield Finding(
                "name-taken",
                each.address,
                f"its successor is made with {shown} before it is destroyed",
                rule["error"],
                f"{rule['free']}, or remove create_before_destroy from {each.block}",
            )
        elif not own and holder is not None and holder is not each and not _before(plan, holder, each):
            yield Finding(
                "name-taken", each.address, _cause(holder, shown), rule["error"], _cure(each, holder, rule)
            )
        elif (other := made.get(key)) is not None:
            yield Finding(
                "name-taken",
                each.address,
                f"{other.address} is made with {shown} too",
                rule["error"],
                f"give one of them another {_listed(attributes)}",
            )
        made.setdefault(key, each)


@cache
def _rules() -> dict[str, Any]:
    """By type: its unique `keys`, the `scope` of them, AWS's error, and how to write a `free` one."""
    rules: dict[str, Any] = tomllib.loads((Path(__file__).parent / "unique.toml").read_text())
    usual = {"scope": "region", "keys": [["name"]], "free": "write `name_prefix` in place of `name`"}
    return {kind: {**usual, **rule} for kind, rule in rules.items()}


def _key_before(resource: Planned, attributes: list[str], rule: Mapping[str, Any]) -> Key | None:
    values = [at(resource.before, name) for name in attributes]
    return _key(values, resource, rule)


def _key_after(plan: Plan, resource: Planned, attributes: list[str], rule: Mapping[str, Any]) -> Key | None:
    values = [plan.stands_for(resource, name) for name in attributes]
    # A name that the apply composes refers to something, too.
    if str(values[-1]).startswith("→") and not attributes[-1].endswith(("_id", "_arn")):
        return None
    return _key(values, resource, rule)


def _key(values: list[Any], resource: Planned, rule: Mapping[str, Any]) -> Key | None:
    if any(value is None or value == "" or isinstance(value, list | dict) for value in values):
        return None
    if any(at(resource.before, name) or at(resource.after, name) for name in rule.get("unless", ())):
        return None
    values = [
        value.rstrip(".").lower() if rule.get("dns") and isinstance(value, str) else value for value in values
    ]
    return (*values, resource.region if rule["scope"] == "region" else "")


def _before(plan: Plan, holder: Planned, each: Planned) -> bool:
    """Whether the holder gives the key up before the other takes it: Terraform destroys first what the other
    needed when it was last applied."""
    return holder.gone and not holder.kept_late and each.needs is not None and holder.block in each.needs


def _cause(holder: Planned, shown: str) -> str:
    if holder.gone:
        return f"{holder.address} still has {shown}: it is destroyed in the same apply, in no order"
    if holder.action is Action.UPDATE:
        return f"{holder.address} still has {shown} when this is applied"
    return f"{holder.address} has {shown}"


def _cure(each: Planned, holder: Planned, rule: Mapping[str, Any]) -> str:
    if holder.action is Action.DESTROY and each.action is Action.CREATE:
        moved = f"moved {{ from = {holder.address}, to = {each.address} }}"
        return f"if it is the same thing: `{moved}`; if not, destroy the first one in an apply of its own"
    if holder.gone or holder.action is Action.UPDATE:
        return "use a free value, or make the change in two applies"
    return "give one of them another value"


def _shown(attributes: list[str], key: Key) -> str:
    return ", ".join(
        f"{name.split('.')[-1]} {value}"
        for name, value in zip(attributes, key, strict=False)
        if not str(value).startswith("→")
    )


def _listed(attributes: list[str]) -> str:
    return attributes[-1].split(".")[-1]
