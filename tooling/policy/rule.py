"""What a rule of the platform is: a sentence, and for each kind of block a function and a fix.

A function says whether its block keeps the rule. What is not known before the apply raises `Unknown` on its
way, and is no violation: the plan, where the values are known, decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from checkov.common.checks.base_check import BaseCheck
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.data.registry import data_registry
from checkov.terraform.checks.provider.registry import provider_registry
from checkov.terraform.checks.resource.registry import resource_registry
from checkov.terraform.parser_functions import handle_dynamic_values

_REGISTRIES = {"resource": resource_registry, "data": data_registry, "provider": provider_registry}
# What checkov leaves of an expression that it could not evaluate.
_EXPRESSION = re.compile(
    r"\$\{|^true_after_unknown$|^[a-z0-9_]+\(|^\[?for |\b(?:var|local|module|data|each|count|self|path)\.\w"
    r"|\baws_\w+\.\w| \? |\.\.\.$"
)


class Unknown(Exception):  # noqa: N818 - no error: an answer
    """The value is not known before the apply."""


class Block:
    """A resource, data source or provider: its values by path, in HCL and in plans alike."""

    def __init__(self, values: Mapping[str, Any], kind: str = "", name: str = "", graph: Any = None) -> None:
        self._values = values
        self.kind = kind
        self.name = name
        self._graph = graph

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def get(self, path: str, default: Any = None) -> Any:
        """The text, number or truth at `path` (`metadata_options.http_tokens`), or the default.

        Raises:
            Unknown: only the apply will tell.
        """
        value = self._at(path)
        if isinstance(value, (dict, list)):
            # Of an attribute of an object with optional ones, checkov gives the object.
            raise Unknown(path)
        return default if value is None else value

    def mapping(self, path: str) -> dict[str, Any]:
        """The map at `path`, empty where absent or null.

        Raises:
            Unknown: only the apply will tell.
        """
        value = self._at(path)
        if not isinstance(value, (dict, type(None))):
            raise Unknown(path)
        return value or {}

    def number(self, path: str, default: int = 0) -> int:
        """The whole number at `path`, `default` where absent or null.

        Raises:
            Unknown: it is not known, or what is known of it is no number.
        """
        value = self.get(path, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Unknown(path)
        return int(value)

    def blocks(self, name: str) -> list[Block]:
        """The nested blocks of that name.

        Raises:
            Unknown: how many there are, only the apply will tell.
        """
        raw = self._raw(name)
        if raw is None or raw == [None]:
            return []
        found = raw if isinstance(raw, list) else [raw]
        # Blocks that came from a list of objects are wrapped twice.
        found = [inner for one in found for inner in (one if isinstance(one, list) else [one])]
        if any(not isinstance(one, dict) for one in found):
            raise Unknown(name)
        return [Block(one, graph=self._graph) for one in found]

    def items(self, name: str) -> list[Any]:
        """The elements of a list or set, each of which may be an expression: see `is_known`."""
        raw = self._raw(name)
        while isinstance(raw, list) and len(raw) == 1 and isinstance(raw[0], list):
            raw = raw[0]
        if raw is None or raw == [None]:
            return []
        items = raw if isinstance(raw, list) else [raw]
        # Where checkov could not distinguish an element from its collection, it leaves the collection.
        return [_scalar(item) if not isinstance(item, (dict, list)) else "${unknown}" for item in items]

    def has(self, name: str) -> bool:
        """Whether the attribute or block is given at all, known or not."""
        raw = self._raw(name)
        return raw is not None and raw not in ([None], [[]], [], [""])

    def has_at(self, path: str) -> bool:
        """Whether any of the blocks on the path gives the attribute at its end.

        Raises:
            Unknown: how many blocks there are, only the apply will tell.
        """
        name, _, rest = path.partition(".")
        return any(block.has_at(rest) for block in self.blocks(name)) if rest else self.has(name)

    def count(self, name: str) -> int:
        """The number of elements of a list that is in the code.

        Raises:
            Unknown: an expression makes the list.
        """
        items = self.items(name)
        if len(items) == 1 and not is_known(items[0]):
            raise Unknown(name)
        return len(items)

    def json(self, name: str) -> dict[str, Any] | None:
        """The JSON document that the attribute holds, None where absent.

        Raises:
            Unknown: it is not known, or not all of it.
        """
        value = self._at(name)
        if value is None or isinstance(value, dict):
            return value
        try:
            parsed = json.loads(value)
        except (TypeError, ValueError):
            raise Unknown(name) from None
        if not isinstance(parsed, dict):
            raise Unknown(name)
        return parsed

    def beside(self, kind: str) -> bool:
        """Whether the same module holds a resource of this kind, which may be about this one."""
        if self._graph is None:
            return False
        home = _home(self._values.get("__address__"))
        return any(
            attributes.get("resource_type") == kind and _home(attributes.get("__address__")) == home
            for _, attributes in self._graph.nodes()
        )

    def _at(self, path: str) -> Any:
        name, _, rest = path.partition(".")
        if rest:
            inner = self.blocks(name)
            return inner[0]._at(rest) if inner else None
        return _plain(self._raw(name))

    def _raw(self, name: str) -> Any:
        raw = self._values.get(name)
        for body in (dynamic[name] for dynamic in _dynamics(self._values) if name in dynamic):
            if _makes_nothing(body):
                raw = _without(raw, body)  # checkov adds the content all the same, once for each check
            elif raw is None:
                raise Unknown(name)
        return raw


class Rule:
    """One rule: `@RULE.on("aws_sqs_queue", fix="…")` adds what it means for a kind of resource.

    Args:
        identifier: id, as written in a suppression.
        title: what it demands, in one sentence.
        source: page on which the demand is.
    """

    def __init__(self, identifier: str, title: str, source: str) -> None:
        self.id = identifier
        self.title = title
        self.source = source

    def on(
        self, *kinds: str, fix: str, block: str = "resource"
    ) -> Callable[[Callable[[Block], bool]], Callable[[Block], bool]]:
        """Register a function for these kinds of resource (or of `block`), and what to write instead."""

        def register(keeps: Callable[[Block], bool]) -> Callable[[Block], bool]:
            Check(self, keeps, kinds, block, fix)
            return keeps

        return register


class Check(BaseCheck):  # type: ignore[misc]
    """A rule's function as a check of checkov."""

    def __init__(
        self, rule: Rule, keeps: Callable[[Block], bool], kinds: Iterable[str], block: str, fix: str
    ) -> None:
        super().__init__(
            name=rule.title,
            id=rule.id,
            categories=[CheckCategories.CONVENTION],
            supported_entities=list(kinds),
            block_type=block,
            guideline=rule.source,
        )
        self.keeps = keeps
        self.fix = fix
        _REGISTRIES[block].register(self)
        _registered.append(self)

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> CheckResult:
        if conf.get("count") == [0]:
            return CheckResult.UNKNOWN
        if self.block_type == "resource":
            handle_dynamic_values(conf)
        name = self.entity_path.rsplit(":", 1)[-1]
        try:
            kept = self.keeps(Block(conf, entity_type, name, self.graph))
        except Unknown:
            return CheckResult.UNKNOWN
        return CheckResult.PASSED if kept else CheckResult.FAILED


_registered: list[Check] = []


def registered() -> Sequence[Check]:
    """The platform's own checks, in the order of their files."""
    return _registered


def is_known(value: Any) -> bool:
    """Whether the value is in the code, rather than an expression only the apply can evaluate."""
    return not (isinstance(value, str) and _EXPRESSION.search(value))


def _plain(raw: Any) -> Any:
    """A value out of the list that HCL parsing wraps around it."""
    while isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if not is_known(raw):
        raise Unknown
    return _scalar(raw)


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        if value.lower() in ("true", "false"):
            return value.lower() == "true"
        if value.lower() in ("null", "none"):
            return None
        if value.isdigit():
            return int(value)
    return value


def _dynamics(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    raw = values.get("dynamic") or []
    return [one for one in (raw if isinstance(raw, list) else [raw]) if isinstance(one, dict)]


def _makes_nothing(body: Any) -> bool:
    """Whether a dynamic block is about an empty collection."""
    found = body.get("for_each", "") if isinstance(body, dict) else ""
    while isinstance(found, list) and len(found) == 1:
        found = found[0]
    return found in ([], {}, "[]", "{}")


def _without(raw: Any, body: Mapping[str, Any]) -> Any:
    """The blocks but those of a dynamic block."""
    content = body.get("content")
    made = content if isinstance(content, list) else [content]
    left = [one for one in (raw if isinstance(raw, list) else [raw]) if one not in made]
    return left or None


def _home(address: Any) -> str:
    """The module part of an address."""
    parts = re.split(r"\.(?![^\[]*\])", str(address))
    return ".".join(parts[:-2])
