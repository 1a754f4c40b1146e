"""What a resource of a plan refers to: through variables, outputs, locals and data sources, across modules.

A plan's configuration says what each expression refers to, but not what locals are: those are read from the
code, where it is at hand. What a reference leads to may be more than what is used of it, never less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tooling import hcl

_KEY = re.compile(r"\[[^\]]*\]")
_REFERENCE = re.compile(r"(?:var|local|module|data|aws_\w+|terraform_data)(?:\.[A-Za-z_][\w-]*)+")
_MOST = 4000
"""Steps that one question takes at most: what is left out then is what is farthest away."""


class References:
    """The references of a plan. Addresses are those of the configuration: without keys.

    Args:
        plan: the JSON of the plan.
        root: the folder of its root module; None leaves locals out.
    """

    def __init__(self, plan: Mapping[str, Any], root: Path | None = None) -> None:
        self._root = root
        self._modules: dict[str, Mapping[str, Any]] = {}
        self._folders: dict[str, Path | None] = {}
        self._locals: dict[str, dict[str, list[str]]] = {}
        self._code: dict[str, dict[str, list[str]]] = {}
        self._found: dict[tuple[str, str], frozenset[str]] = {}
        top = (plan.get("configuration") or {}).get("root_module") or {}
        self._gather("", top, root)

    def of(self, address: str, *attributes: str) -> frozenset[str]:
        """The resources that a resource or data source refers to, by any or by these attributes.

        Args:
            address: with or without keys.
        """
        call, kind = _split(_KEY.sub("", address))
        found = self._resource(call, kind)
        if found is None:
            return frozenset()
        expressions = found.get("expressions") or {}
        if attributes:
            expressions = {name: expressions[name] for name in attributes if name in expressions}
        names = [*references(expressions)]
        if any(name.startswith("each.") for name in names):
            names += references(found.get("for_each_expression"))
        if not attributes:
            names = self._all(call, kind)
        return frozenset().union(*(self._targets(call, name) for name in longest(names)), frozenset())

    def _targets(self, call: str, name: str) -> frozenset[str]:
        key = (call, name)
        if key not in self._found:
            self._found[key] = frozenset(self._walk(call, name))
        return self._found[key]

    def _walk(self, call: str, name: str) -> Iterator[str]:
        todo = [(call, name)]
        seen: set[tuple[str, str]] = set()
        while todo and len(seen) < _MOST:
            place = todo.pop()
            if place in seen:
                continue
            seen.add(place)
            here, reference = place
            parts = reference.split(".")
            if parts[0] in ("var", "local", "module") and len(parts) > 1:
                todo += list(self._next(here, parts))
            elif parts[0] == "data" and len(parts) > 2:
                kind = ".".join(parts[:3])
                yield _joined(here, kind)
                todo += [(here, each) for each in self._all(here, kind)]
            elif len(parts) > 1 and parts[0] not in ("each", "count", "path", "self", "terraform"):
                yield _joined(here, ".".join(parts[:2]))

    def _next(self, call: str, parts: list[str]) -> Iterator[tuple[str, str]]:
        """Where a variable, a local or a module's output comes from."""
        kind, name, rest = parts[0], parts[1], parts[2:]
        if kind == "module":
            child = _joined(call, f"module.{name}")
            outputs = (self._modules.get(child) or {}).get("outputs") or {}
            for output in [rest[0]] if rest and rest[0] in outputs else outputs:
                names = longest(references(outputs[output].get("expression")))
                yield from self._onward(child, names, rest[1:])
        elif kind == "var" and call:
            parent, _, own = call.rpartition("module.")
            parent = parent.rstrip(".")
            calls = (self._modules.get(parent) or {}).get("module_calls") or {}
            expressions = (calls.get(own) or {}).get("expressions") or {}
            names = longest(references(expressions.get(name)))
            loop = [each for each in names if each.startswith("each.")]
            if loop:
                names = [*names, *longest(references((calls.get(own) or {}).get("for_each_expression")))]
            yield from self._onward(parent, names, rest)
        elif kind == "local":
            names = self._local(call).get(name, [])
            yield from self._onward(call, names, rest)

    def _onward(self, call: str, names: list[str], rest: list[str]) -> Iterator[tuple[str, str]]:
        """The references of an expression; what is taken of its value is taken of a lone reference."""
        for name in names:
            yield call, ".".join([name, *rest]) if len(names) == 1 else name

    def _all(self, call: str, kind: str) -> list[str]:
        """All references of a resource; what makes its dynamic blocks is only in the code."""
        found = self._resource(call, kind) or {}
        parts = ("expressions", "for_each_expression", "count_expression")
        names = [name for part in parts for name in references(found.get(part))]
        return longest([*names, *self._written(call, kind)])

    def _written(self, call: str, kind: str) -> list[str]:
        """The references in the code of a resource or data source."""
        if call not in self._code:
            self._code[call] = dict(_blocks_of(self._folders.get(call)))
        return self._code[call].get(kind, [])

    def _resource(self, call: str, kind: str) -> Mapping[str, Any] | None:
        mode = "data" if kind.startswith("data.") else "managed"
        type_, _, name = kind.removeprefix("data.").partition(".")
        for each in (self._modules.get(call) or {}).get("resources") or []:
            if (each.get("mode"), each.get("type"), each.get("name")) == (mode, type_, name):
                found: Mapping[str, Any] = each
                return found
        return None

    def _local(self, call: str) -> dict[str, list[str]]:
        if call not in self._locals:
            self._locals[call] = dict(_locals_of(self._folders.get(call)))
        return self._locals[call]

    def _gather(self, call: str, module: Mapping[str, Any], folder: Path | None) -> None:
        self._modules[call], self._folders[call] = module, folder
        for name, child in (module.get("module_calls") or {}).items():
            source = str(child.get("source") or "")
            local = folder is not None and source.startswith(("./", "../"))
            place = (folder / source).resolve() if folder is not None and local else None
            self._gather(_joined(call, f"module.{name}"), child.get("module") or {}, place)


def references(expression: Any) -> Iterator[str]:
    """Every reference in an expression of a plan's configuration."""
    if isinstance(expression, Mapping):
        names = expression.get("references")
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            yield from names
        for each in expression.values():
            if isinstance(each, Mapping | list):
                yield from references(each)
    elif isinstance(expression, list):
        for each in expression:
            if isinstance(each, Mapping | list):
                yield from references(each)


def longest(names: Iterable[str]) -> list[str]:
    """References without the shorter ones that Terraform lists beside them: `var.a.b`, not `var.a`."""
    found = list(dict.fromkeys(_KEY.sub("", name) for name in names))
    return [name for name in found if not any(other.startswith(f"{name}.") for other in found)]


def without_keys(address: str) -> str:
    """An address of the configuration."""
    return _KEY.sub("", address)


def _locals_of(folder: Path | None) -> Iterator[tuple[str, list[str]]]:
    for text in _code_of(folder):
        for block in hcl.blocks(text, "locals"):
            for name, tokens in block.attributes.items():
                written = "".join(f" {each.text} " if each.kind == "string" else each.text for each in tokens)
                yield name, longest(_REFERENCE.findall(written))


def _blocks_of(folder: Path | None) -> Iterator[tuple[str, list[str]]]:
    for text in _code_of(folder):
        lines = text.splitlines()
        for mode in ("resource", "data"):
            for block in hcl.blocks(text, mode):
                name = ".".join(block.labels)
                written = "\n".join(lines[block.line - 1 : block.last])
                yield f"data.{name}" if mode == "data" else name, longest(_REFERENCE.findall(written))


def _code_of(folder: Path | None) -> Iterator[str]:
    """The files of a folder that can be read as code."""
    for file in hcl.files(folder) if folder is not None and folder.is_dir() else []:
        text = file.read_text(encoding="utf-8", errors="replace")
        try:
            hcl.blocks(text, "locals")
        except hcl.Unreadable:
            continue
        if file.suffix == ".tf":
            yield text


def _split(address: str) -> tuple[str, str]:
    """The module call of an address without keys, and the rest."""
    match = re.match(r"((?:module\.[\w-]+\.)*)(.*)", address)
    assert match is not None
    return match[1].rstrip("."), match[2]


def _joined(call: str, name: str) -> str:
    return f"{call}.{name}" if call else name
