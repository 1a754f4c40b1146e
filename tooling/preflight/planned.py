"""A plan as the kinds of preflight read it: each resource before and after, and what refers to what.

Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tooling.plan import ACTIONS
from tooling.plan.masking import masked
from tooling.plan.risk import Action, at
from tooling.progress import without_index

_ARN_REGION = re.compile(r"arn:[\w-]+:[\w-]+:([a-z]{2}(?:-[a-z]+)+-\d):")


@dataclass(frozen=True)
class Planned:
    """One resource of a plan, changed or not. Values are those known at plan time.

    Args:
        kind: the type, by one name where the provider has two (`aws_alb` is `aws_lb`).
        block: its address without keys: the block of the code that declares it.
        new_first: its successor is created before it is destroyed.
        kept_late: it is destroyed only after what used it has changed, because `create_before_destroy` was
            applied with it; None when the plan does not say.
        needs: the blocks that it referred to when it was last applied; None when the plan does not say.
        region: where it is; empty when the plan does not say.
    """

    address: str
    kind: str
    module: str
    block: str
    action: Action
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, Any] = field(default_factory=dict)
    new_first: bool = False
    kept_late: bool | None = None
    needs: frozenset[str] | None = None
    region: str = ""
    deposed: str = ""

    @property
    def exists(self) -> bool:
        """Whether it exists now."""
        return self.action is not Action.CREATE and bool(self.before)

    @property
    def gone(self) -> bool:
        """Whether what exists now will be destroyed."""
        return self.action in (Action.DESTROY, Action.REPLACE)

    @property
    def made(self) -> bool:
        """Whether something is created."""
        return self.action in (Action.CREATE, Action.REPLACE)

    @property
    def set(self) -> bool:
        """Whether AWS is sent its settings."""
        return self.made or self.action is Action.UPDATE

    def changes(self, *paths: str) -> bool:
        """Whether AWS is sent one of these attributes: the resource is made, or one of them changes."""
        return self.made or (
            self.action is Action.UPDATE
            and any(at(self.before, path) != at(self.after, path) for path in paths)
        )


class Plan:
    """The resources of a plan, and its configuration.

    Args:
        plan: JSON of `terraform show -json PLAN`.
        kept_late: addresses that the state says were applied with `create_before_destroy`; None when the
            state is not at hand.
    """

    def __init__(self, plan: Mapping[str, Any], kept_late: Iterable[str] | None = None) -> None:
        self._plan = masked(plan)
        self._variables = plan.get("variables") or {}
        self._root = (plan.get("configuration") or {}).get("root_module") or {}
        self._providers = (plan.get("configuration") or {}).get("provider_config") or {}
        self._needs = dict(_needs(((plan.get("prior_state") or {}).get("values") or {}).get("root_module")))
        self._late = None if kept_late is None else frozenset(kept_late)
        self.resources = tuple(
            self._planned(each)
            for each in self._plan.get("resource_changes") or []
            if each.get("mode", "managed") == "managed"
        )

    def of(self, *kinds: str) -> list[Planned]:
        """The resources of these types."""
        return [each for kind in kinds for each in self._by_kind.get(kind, ())]

    def after(self, *kinds: str) -> list[Planned]:
        """Those that exist after the apply."""
        return [each for each in self.of(*kinds) if each.action not in (Action.DESTROY, Action.FORGET)]

    @property
    def destroys_all(self) -> bool:
        """Whether nothing is left after it."""
        return bool(self.resources) and all(each.action is Action.DESTROY for each in self.resources)

    def referred(self, resource: Planned, *attributes: str) -> frozenset[str]:
        """The blocks that its code refers to in these attributes or blocks; in all of them without one."""
        expressions = self._config(resource).get("expressions") or {}
        chosen = [expressions.get(name) for name in attributes] if attributes else [expressions]
        names = (name for each in chosen for name in _references(each))
        return frozenset(
            block for name in names for block in self._resolve(_modules(resource.module), name, resource)
        )

    def named_by(self, resource: Planned, path: str, *kinds: str) -> list[Planned]:
        """The resources of these types that an attribute of a resource names.

        By value where that is known, else by the reference in the code where it can mean one resource only.
        """
        value = at(resource.after, path)
        values = {each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)}
        if values - {""}:
            return [each for each in self.of(*kinds) if any(_is(each, text) for text in values)]
        if not at(resource.unknown, path):
            return []
        blocks = self.referred(resource, path.split(".")[0])
        found = [each for each in self.after(*kinds) if each.block in blocks]
        return found if len({each.block for each in found}) == len(found) else []

    def stands_for(self, resource: Planned, path: str) -> Any:
        """The value of an attribute after the apply, or in its place the one resource that it refers to.

        None when neither is known.
        """
        value = at(resource.after, path)
        if value is not None and value != "":
            return value
        if at(resource.unknown, path) is not True:
            return None
        blocks = self.referred(resource, path.split(".")[0])
        found = {each.address for each in self.resources if each.block in blocks}
        return f"→{found.pop()}" if len(found) == 1 else None

    def waits_for(self, resource: Planned) -> set[str]:
        """The blocks that Terraform applies before it: by references and `depends_on`, at any distance."""
        by_block = self._by_block
        found: set[str] = set()
        left = [resource]
        while left:
            each = left.pop()
            modules = _modules(each.module)
            blocks = set(self.referred(each))
            for name in self._config(each).get("depends_on") or []:
                blocks.update(self._resolve(modules, name, each))
                if name.startswith("module."):
                    inside = "".join(f"module.{step}." for step in modules) + without_index(name)
                    blocks.update(block for block in by_block if block.startswith(f"{inside}."))
            for size in range(len(modules)):  # what a call of its module waits for
                call = (self._module(modules[:size]).get("module_calls") or {}).get(modules[size]) or {}
                for name in call.get("depends_on") or []:
                    blocks.update(self._resolve(modules[:size], name, None))
                    if name.startswith("module."):
                        inside = "".join(f"module.{step}." for step in modules[:size]) + without_index(name)
                        blocks.update(block for block in by_block if block.startswith(f"{inside}."))
            left += [by_block[block] for block in blocks - found if block in by_block]
            found |= blocks
        return found

    @cached_property
    def _by_block(self) -> dict[str, Planned]:
        return {each.block: each for each in self.resources}

    @cached_property
    def _by_kind(self) -> dict[str, list[Planned]]:
        found: dict[str, list[Planned]] = {}
        for each in self.resources:
            found.setdefault(each.kind, []).append(each)
        return found

    def _planned(self, resource: Mapping[str, Any]) -> Planned:
        change = resource["change"]
        address, actions = resource["address"], tuple(change["actions"])
        before, after = _mapping(change.get("before")), _mapping(change.get("after"))
        kind = resource["type"].replace("aws_alb", "aws_lb", 1)
        module = resource.get("module_address", "")
        found = Planned(
            address=address,
            kind=kind,
            module=module,
            block=without_index(address),
            action=ACTIONS.get(actions, Action.NONE),
            before=before,
            after=after,
            unknown=_mapping(change.get("after_unknown")),
            new_first=actions == ("create", "delete"),
            kept_late=actions == ("create", "delete")
            or (None if self._late is None else address in self._late),
            needs=self._needs.get(address),
            deposed=resource.get("deposed", ""),
        )
        return found if (region := self._region(found)) == "" else _in(found, region)

    def _region(self, resource: Planned) -> str:
        for values in (resource.after, resource.before):
            if isinstance(region := values.get("region"), str) and resource.kind != "aws_s3_bucket":
                return region
            if isinstance(arn := values.get("arn"), str) and (match := _ARN_REGION.match(arn)):
                return match[1]
        key = self._config(resource).get("provider_config_key") or ""
        region = ((self._providers.get(key) or {}).get("expressions") or {}).get("region") or {}
        if isinstance(constant := region.get("constant_value"), str):
            return constant
        for name in region.get("references") or []:
            value = (self._variables.get(name.removeprefix("var.")) or {}).get("value")
            if name.startswith("var.") and isinstance(value, str) and ":" not in key:
                return value
        return ""

    def _module(self, modules: tuple[str, ...]) -> Mapping[str, Any]:
        here = self._root
        for step in modules:
            here = ((here.get("module_calls") or {}).get(step) or {}).get("module") or {}
        return here

    def _config(self, resource: Planned) -> Mapping[str, Any]:
        wanted = resource.block.rpartition("aws_")[2]
        for each in self._module(_modules(resource.module)).get("resources") or []:
            if each.get("mode", "managed") == "managed" and each["address"].rpartition("aws_")[2] == wanted:
                return _mapping(each)
        return {}

    def _resolve(
        self, modules: tuple[str, ...], name: str, owner: Planned | None, seen: tuple[str, ...] = ()
    ) -> Iterator[str]:
        """The blocks that a reference in a module means, through variables and outputs."""
        parts = name.split(".")
        key = f"{modules}{name}"
        if key in seen or len(parts) < 2 or parts[0] in ("local", "path", "terraform", "count", "data"):
            return
        seen = (*seen, key)
        if parts[0] == "each" and owner is not None:
            for each in _references(self._config(owner).get("for_each_expression")):
                yield from self._resolve(modules, each, None, seen)
        elif parts[0] == "var" and modules:
            call = (self._module(modules[:-1]).get("module_calls") or {}).get(modules[-1]) or {}
            for each in _references((call.get("expressions") or {}).get(parts[1])):
                yield from self._resolve(modules[:-1], each, None, seen)
        elif parts[0] == "module" and len(parts) > 2:
            inner = (*modules, without_index(parts[1]))
            output = (self._module(inner).get("outputs") or {}).get(without_index(parts[2])) or {}
            for each in _references(output.get("expression")):
                yield from self._resolve(inner, each, None, seen)
        elif parts[0] not in ("var", "each", "module"):
            here = "".join(f"module.{step}." for step in modules)
            yield f"{here}{parts[0]}.{without_index(parts[1]).partition('[')[0]}"


def leaves(value: Any) -> Iterator[str]:
    """Every text in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)


def _is(resource: Planned, text: str) -> bool:
    """Whether a text is what the resource is known by."""
    names = ("id", "arn", "name", "bucket", "url")
    return any(values.get(name) == text for values in (resource.before, resource.after) for name in names)


def _in(resource: Planned, region: str) -> Planned:
    from dataclasses import replace

    return replace(resource, region=region)


def _modules(address: str) -> tuple[str, ...]:
    return tuple(re.findall(r"module\.([\w-]+)", without_index(address)))


def _references(expression: Any) -> Iterator[str]:
    if isinstance(expression, Mapping):
        yield from expression.get("references") or []
        for name, part in expression.items():
            if name != "references":
                yield from _references(part)
    elif isinstance(expression, list):
        for part in expression:
            yield from _references(part)


def _needs(module: Any) -> Iterator[tuple[str, frozenset[str]]]:
    if not isinstance(module, Mapping):
        return
    for each in module.get("resources") or []:
        yield each["address"], frozenset(without_index(name) for name in each.get("depends_on") or ())
    for child in module.get("child_modules") or []:
        yield from _needs(child)


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}
