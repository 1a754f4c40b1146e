"""The resources of a plan with their values: as they are, and as they will be after an apply.

Reads the JSON of `terraform show -json PLAN`. Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tooling.plan.masking import masked

Values = Mapping[str, Any]
_PROVIDER = "registry.terraform.io/hashicorp/aws"
_KEY = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True)
class Resource:
    """A managed resource.

    Attributes:
        module: the address of the module it is in, "" for the root.
        before: its values now; None when it does not exist.
        after: its values after an apply, without what only the apply will tell; None when it will be gone.
        unknown: what of `after` only the apply will tell.
    """

    address: str
    module: str
    type: str
    name: str
    before: Values | None
    after: Values | None
    unknown: Values = field(default_factory=dict)

    @property
    def values(self) -> Values:
        """Its values after the apply, or the last ones."""
        return self.after if self.after is not None else self.before or {}

    @property
    def call(self) -> str:
        """The module's address without the keys of count and for_each."""
        return _KEY.sub("", self.module)


@dataclass(frozen=True)
class Planned:
    """The resources of a plan, and the region of its provider ("" when an expression makes it)."""

    resources: tuple[Resource, ...]
    region: str

    def of_type(self, *types: str) -> Iterator[Resource]:
        """The resources of these types."""
        return (each for each in self.resources if each.type in types)

    def beside(self, resource: Resource, *types: str) -> Iterator[Resource]:
        """The resources of these types in the same module instance."""
        return (each for each in self.of_type(*types) if each.module == resource.module)


def read(plan: Mapping[str, Any]) -> Planned:
    """The managed resources of a plan's JSON; sensitive values are masked.

    Leaves out deposed objects, which belong to a resource that is listed.
    """
    plan = masked(plan)
    found = tuple(
        Resource(
            address=each["address"],
            module=each.get("module_address", ""),
            type=each["type"],
            name=each["name"],
            before=_values(each["change"].get("before")),
            after=_values(each["change"].get("after")),
            unknown=_values(each["change"].get("after_unknown")) or {},
        )
        for each in plan.get("resource_changes") or []
        if each.get("mode") == "managed" and "deposed" not in each
    )
    return Planned(found, _region(plan, found))


def _region(plan: Mapping[str, Any], resources: tuple[Resource, ...]) -> str:
    for name, provider in ((plan.get("configuration") or {}).get("provider_config") or {}).items():
        if name == "aws" and provider.get("full_name", _PROVIDER) == _PROVIDER:
            region = (provider.get("expressions") or {}).get("region") or {}
            if region.get("constant_value"):
                return str(region["constant_value"])
    for each in resources:  # an ARN tells
        arn = str((each.before or {}).get("arn") or "")
        if arn.startswith("arn:") and arn.split(":")[3]:
            return arn.split(":")[3]
    return ""


def _values(value: Any) -> Values | None:
    return value if isinstance(value, Mapping) else None
