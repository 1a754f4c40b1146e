"""What is sensitive is masked once, where a plan is read: no rule, phrase or renderer after that can show it.

A mask reads as `(sensitive)`. It equals only the mask of an equal value, so that a change of a secret is
still seen as one. Booleans stay: they say no secret, and the guards that are turned off are mostly booleans.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import Any

SENSITIVE = "(sensitive)"
_KEY = os.urandom(16)
# Of a plan's JSON, all that a review is made of; values elsewhere in it are left behind.
_READ = (
    "resource_changes",
    "resource_drift",
    "output_changes",
    "relevant_attributes",
    "checks",
    "configuration",
    "complete",
)


class Masked(str):
    """In place of a sensitive value. `document` says that it is a policy document."""

    digest: str
    document: bool

    def __new__(cls, value: Any) -> Masked:
        """The mask of a value."""
        self = super().__new__(cls, SENSITIVE)
        text = json.dumps(value, sort_keys=True, default=str)
        self.digest = hmac.new(_KEY, text.encode(), hashlib.sha256).hexdigest()
        self.document = isinstance(value, str) and '"Statement"' in value
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Masked) and self.digest == other.digest

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.digest)


def masked(plan: Mapping[str, Any]) -> dict[str, Any]:
    """A plan's JSON without what Terraform marks as sensitive, and without what no review reads."""
    found = {name: plan[name] for name in _READ if name in plan}
    for name in ("resource_changes", "resource_drift"):
        if name in found:
            found[name] = [
                {**resource, "change": _change(resource["change"])} for resource in found[name] or []
            ]
    if "output_changes" in found:
        found["output_changes"] = {
            name: {"actions": change.get("actions")}
            for name, change in (found["output_changes"] or {}).items()
        }
    return found


def mask(value: Any, marks: Any) -> Any:
    """A value in which all that is marked is masked, whole: of a sensitive map the keys, too."""
    if marks is True:
        return value if value is None or isinstance(value, bool) else Masked(value)
    if isinstance(value, Mapping) and isinstance(marks, Mapping):
        return {name: mask(part, marks.get(name)) for name, part in value.items()}
    if isinstance(value, list) and isinstance(marks, list):
        return [mask(part, marks[at] if at < len(marks) else None) for at, part in enumerate(value)]
    return value


def _change(change: Mapping[str, Any]) -> dict[str, Any]:
    """Marked on one side is sensitive on the other: the state may be from before the mark."""
    marks = _union(change.get("before_sensitive"), change.get("after_sensitive"))
    return {**change, "before": mask(change.get("before"), marks), "after": mask(change.get("after"), marks)}


def _union(first: Any, second: Any) -> Any:
    if first is True or second is True:
        return True
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return {name: _union(first.get(name), second.get(name)) for name in {*first, *second}}
    if isinstance(first, list) and isinstance(second, list):
        size = max(len(first), len(second))
        return [
            _union(*(side[at] if at < len(side) else None for side in (first, second))) for at in range(size)
        ]
    return True if first and second else first or second  # two shapes: which part is which is not known
