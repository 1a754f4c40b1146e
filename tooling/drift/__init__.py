"""Where AWS and the code differ, who owns it, and how to take it over or back.

Reads a plan: what it would undo was changed outside Terraform. What it would change although nothing was
changed outside is code that is not applied yet. `beside` finds what exists and is of no code at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tooling import invocation
from tooling.drift.owners import Owner, Owners
from tooling.plan.masking import masked

Kind = Literal["changed", "gone", "not applied"]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Attribute:
    """One attribute: as AWS has it, and as the code has it."""

    name: str
    aws: str
    code: str


@dataclass(frozen=True)
class Event:
    """The last call that CloudTrail has of a resource."""

    when: str
    who: str
    what: str


@dataclass(frozen=True)
class Difference:
    """A resource that differs.

    Attributes:
        kind: changed outside Terraform, gone from AWS, or changed in the code and not applied yet.
        name: what AWS calls it.
        owner: where the code of it is.
        back: the command that makes AWS as the code is.
        over: what to do to have the code as AWS is.
        last: who changed it last, where CloudTrail tells.
    """

    address: str
    kind: Kind
    name: str
    attributes: tuple[Attribute, ...]
    owner: Owner
    back: str
    over: str
    last: Event | None = None

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "address": self.address,
            "kind": self.kind,
            "name": self.name,
            "attributes": [vars(each) for each in self.attributes],
            "code": {"resource": self.owner.resource, "call": self.owner.call},
            "take_back": self.back,
            "take_over": self.over,
            "last_change": vars(self.last) if self.last else None,
        }


def differences(
    plan: Mapping[str, Any], root: Path, env: str, who: Callable[[str], Event | None] = lambda _: None
) -> list[Difference]:
    """What differs, by address.

    Args:
        plan: the JSON of a plan that refreshed its state.
        root: the folder of the root module.
        who: finds who changed something last, by its name.
    """
    plan = masked(plan)
    owners = Owners(plan, root)
    drifted = {
        each["address"]: each for each in plan.get("resource_drift") or [] if each.get("mode") == "managed"
    }
    found = []
    for change in plan.get("resource_changes") or []:
        actions = change["change"]["actions"]
        if change.get("mode") != "managed" or actions in (["no-op"], ["read"]) or "deposed" in change:
            continue
        address = change["address"]
        outside = drifted.get(address)
        kind: Kind = "not applied"
        if outside is not None:
            kind = "gone" if outside["change"]["actions"] == ["delete"] else "changed"
        attributes = tuple(_attributes(change["change"]))
        before = (outside or change)["change"].get("before") or change["change"].get("before") or {}
        name = str(before.get("name") or before.get("id") or before.get("arn") or "")
        owner = owners.of(address)
        found.append(
            Difference(
                address,
                kind,
                name,
                attributes if kind != "gone" else (),
                owner,
                invocation.command(
                    "apply", env=env, **({"target": [address]} if kind != "not applied" else {})
                ),
                _over(kind, address, owner, attributes),
                who(name) if name and kind != "not applied" else None,
            )
        )
    return sorted(found, key=lambda each: (_ORDER.index(each.kind), each.address))


_ORDER: tuple[Kind, ...] = ("gone", "changed", "not applied")


def _over(kind: Kind, address: str, owner: Owner, attributes: tuple[Attribute, ...]) -> str:
    where = owner.call or owner.resource or "the code"
    if kind == "gone":
        return f"take it out of the code ({where})"
    values = ", ".join(f"{each.name} = {each.aws}" for each in attributes[:3])
    if kind == "changed":
        return f"write into the code what AWS has ({where}): {values}"
    return f"undo the change of the code ({where})"


def _attributes(change: Mapping[str, Any]) -> Iterator[Attribute]:
    """What the plan would change: before it is what AWS has, after it what the code says."""
    aws, code = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    for name in sorted({*aws, *code}):
        if name == "tags_all" and aws.get("tags") != code.get("tags"):
            continue  # `tags` says it
        old, new = aws.get(name), code.get(name)
        if unknown.get(name) is True or old == new or (not old and not new and old != 0 and new != 0):
            continue
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            for key in sorted({*old, *new}):
                if old.get(key) != new.get(key):
                    yield Attribute(f"{name}.{key}", _shown(old.get(key)), _shown(new.get(key)))
        else:
            yield Attribute(name, _shown(old), _shown(new))


def _shown(value: Any) -> str:
    text = json.dumps(value, default=str) if not isinstance(value, str) else value
    return text if len(text) <= 120 else f"{text[:117]}..."


def code(differences: list[Difference], beside: list[Any]) -> int:
    """The exit code: 2 when something differs or is of no code, 0 when not."""
    return 2 if differences or beside else 0
