"""What a plan does with adopted code: what it imports, and what it changes all the same."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tooling.adopt import Adopted
from tooling.aws import Target
from tooling.paths import MODULES
from tooling.terraform import Terraform

# What only Terraform's state has: to write it there changes nothing in AWS.
_OF_STATE = {
    "confirmation_timeout_in_minutes", "endpoint_auto_confirms", "filename", "force_destroy", "publish",
    "s3_bucket", "s3_key", "skip_destroy", "source_code_hash", "wait_for_rollout",
}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """A plan of adopted code, by address.

    Attributes:
        imported: what comes into the state.
        added: what a module has and AWS has not.
        changed: names of what changes in AWS.
        stated: what changes in the state only, such as where a package lies.
        lost: what would be destroyed or replaced.
    """

    imported: tuple[str, ...]
    added: tuple[str, ...]
    changed: Mapping[str, Mapping[str, tuple[Any, Any]]]
    stated: tuple[str, ...]
    lost: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "imported": list(self.imported),
            "added": list(self.added),
            "changed": {
                address: {name: {"aws": old, "code": new} for name, (old, new) in each.items()}
                for address, each in self.changed.items()
            },
            "state_only": list(self.stated),
            "destroyed": list(self.lost),
        }


def plan(adopted: Adopted, target: Target) -> Checked:
    """Plan the code with its imports, without a state and in a place of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "environments" / "adopted"
        place.mkdir(parents=True)
        (Path(folder) / "modules").symlink_to(MODULES)
        (place / "adopted.tf").write_text(adopted.text(), encoding="utf-8")
        for name, content in adopted.files().items():
            (place / name).parent.mkdir(exist_ok=True)
            (place / name).write_bytes(content)
        terraform = Terraform(place, target.variables(), runs=place / "runs")
        terraform.init()
        return read(terraform.look())


def read(content: Mapping[str, Any]) -> Checked:
    """What a plan's JSON says."""
    imported, added, stated, lost = [], [], [], []
    changed = {}
    for each in content.get("resource_changes") or []:
        if each.get("mode") == "data":
            continue
        address, change = each["address"], each["change"]
        if change.get("importing"):
            imported.append(address)
        actions = change["actions"]
        if "delete" in actions:
            lost.append(address)
        elif actions == ["create"]:
            added.append(address)
        elif actions == ["update"]:
            different = _different(change)
            if different:
                changed[address] = different
            else:
                stated.append(address)
    return Checked(tuple(imported), tuple(added), changed, tuple(stated), tuple(lost))


def _different(change: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    old, new = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    return {
        name: (old.get(name), new.get(name))
        for name in sorted({*old, *new})
        if name not in _OF_STATE and not unknown.get(name) and not _same(old.get(name), new.get(name))
    }


def _same(old: Any, new: Any) -> bool:
    """Whether both say the same; nothing, false and what is empty do."""
    return old == new or (_nothing(old) and _nothing(new))


def _nothing(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_nothing, value.values()))
    if isinstance(value, list):
        return all(map(_nothing, value))
    return value is None or value is False or value == ""
