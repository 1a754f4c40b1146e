"""Attributes of inputs that are objects: which there are, and which of them a call sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.-]+|[(){}\[\],=]')
_KEY = re.compile(r'[{,] ?"?(\w+)"? =(?!=)')


@dataclass(frozen=True)
class Type:
    """A type of Terraform. Of a list, set or map, `attributes` are those of what is in it."""

    attributes: Mapping[str, Type]
    optional: frozenset[str] = frozenset()
    holds_many: bool = False

    def paths(self, before: Path = ()) -> Iterator[Path]:
        """Every attribute, and the attributes of each."""
        for name, inner in self.attributes.items():
            yield (*before, name)
            yield from inner.paths((*before, name))

    def required(self, before: Path = ()) -> Iterator[Path]:
        """What is set whenever the object is: Terraform takes none without."""
        for name, inner in self.attributes.items():
            if name not in self.optional:
                yield (*before, name)
                yield from inner.required((*before, name))


@dataclass(frozen=True)
class Names:
    """What expressions of a folder refer to: its locals, and the outputs of the modules that it calls."""

    locals: Mapping[str, Any]
    outputs: Callable[[str], set[str]]


def parse(text: str) -> Type:
    """A type as it is written: `map(object({ name = string, port = optional(number, 80) }))`."""
    found, rest = _type(_TOKEN.findall(text))
    if rest:
        raise ValueError(f"{text}: {rest} is left over")
    return found


def _type(tokens: list[str]) -> tuple[Type, list[str]]:
    word, *rest = tokens
    if not rest or rest[0] != "(":
        return Type({}), rest
    if word != "object":
        inner, rest = _type(rest[1:])
        return Type(inner.attributes, inner.optional, True), rest[1:]
    attributes, optional = {}, set()
    rest = rest[2:]  # ( {
    while rest[0] != "}":
        name, rest = rest[0], rest[2:]  # name =
        if rest[0] == "optional":
            optional.add(name)
            attributes[name], rest = _type(rest[2:])
            rest = _behind_default(rest)
        else:
            attributes[name], rest = _type(rest)
        rest = rest[1:] if rest[0] == "," else rest
    return Type(attributes, frozenset(optional)), rest[2:]  # } )


def _behind_default(tokens: list[str]) -> list[str]:
    """What follows the parenthesis that closes `optional(`."""
    open_ = 0
    for at, token in enumerate(tokens):
        if token == ")" and not open_:
            return tokens[at + 1 :]
        open_ += (token in "([{") - (token in ")]}")
    raise ValueError("optional( is not closed")


def given(value: Any, type_: Type, names: Names, before: Path = (), within: bool = False) -> Iterator[Path]:
    """The attributes that a value sets.

    Of an expression, it is what it names: keys that it writes, and outputs of modules that it hands on.

    Args:
        value: as python-hcl2 reads it; expressions are texts in ${}.
        within: the value is an element of a list or map of that type.
    """
    if isinstance(value, Mapping):
        if type_.holds_many and not within:
            for each in value.values():
                yield from given(each, type_, names, before, within=True)
            return
        for name in value.keys() & type_.attributes.keys():
            yield (*before, name)
            yield from given(value[name], type_.attributes[name], names, (*before, name))
    elif isinstance(value, list):
        for each in value:
            yield from given(each, type_, names, before, within=not isinstance(each, list))
    elif isinstance(value, str) and value.startswith("${"):
        local = re.fullmatch(r"\$\{local\.(\w+)\}", value)
        if local and local[1] in names.locals:
            yield from given(names.locals[local[1]], type_, names, before, within)
            return
        keys = set(_keys(value, names))
        yield from type_.required(before)
        yield from (path for path in type_.paths(before) if path[-1] in keys)


def _keys(expression: str, names: Names, deep: int = 4) -> Iterator[str]:
    yield from _KEY.findall(expression)
    for module in re.findall(r"\bmodule\.(\w+)", expression):
        yield from names.outputs(module)
    for local in re.findall(r"\blocal\.(\w+)", expression) if deep else ():
        yield from _in_keys(names.locals.get(local), names, deep - 1)


def _in_keys(value: Any, names: Names, deep: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield key
            yield from _in_keys(each, names, deep)
    elif isinstance(value, list):
        for each in value:
            yield from _in_keys(each, names, deep)
    elif isinstance(value, str):
        yield from _keys(value, names, deep)
