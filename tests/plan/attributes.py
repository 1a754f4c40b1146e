"""Attributes of inputs that are objects: which there are, and which of them a call sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tooling.expressions import CollectionType, ObjectType, Type

Path = tuple[str, ...]
_KEY = re.compile(r'[{,] ?"?(\w+)"? =(?!=)')


def unwrapped(type_: Type) -> tuple[ObjectType | None, bool]:
    """The object in a type, if there is one, and whether a list, set or map holds many of it."""
    many = isinstance(type_, CollectionType)
    while isinstance(type_, CollectionType):
        type_ = type_.element
    return (type_ if isinstance(type_, ObjectType) else None), many


def paths(type_: Type, before: Path = ()) -> Iterator[Path]:
    """Every attribute, and the attributes of each."""
    own, _ = unwrapped(type_)
    for name, inner in own.attributes.items() if own else ():
        yield (*before, name)
        yield from paths(inner, (*before, name))


def required(type_: Type, before: Path = ()) -> Iterator[Path]:
    """What is set whenever the object is: Terraform takes none without."""
    own, _ = unwrapped(type_)
    for name, inner in own.attributes.items() if own else ():
        if own and name not in own.optional:
            yield (*before, name)
            yield from required(inner, (*before, name))


@dataclass(frozen=True)
class Names:
    """What expressions of a folder refer to: its locals, and the outputs of the modules that it calls."""

    locals: Mapping[str, Any]
    outputs: Callable[[str], set[str]]


def given(value: Any, type_: Type, names: Names, before: Path = (), within: bool = False) -> Iterator[Path]:
    """The attributes that a value sets.

    Of an expression, it is what it names: keys that it writes, and outputs of modules that it hands on.

    Args:
        value: as python-hcl2 reads it; expressions are texts in ${}.
        within: the value is an element of a list or map of that type.
    """
    own, many = unwrapped(type_)
    if isinstance(value, Mapping):
        if many and not within:
            for each in value.values():
                yield from given(each, type_, names, before, within=True)
            return
        for name in value.keys() & own.attributes.keys() if own else ():
            yield (*before, name)
            yield from given(value[name], own.attributes[name], names, (*before, name))
    elif isinstance(value, list):
        for each in value:
            yield from given(each, type_, names, before, within=not isinstance(each, list))
    elif isinstance(value, str) and value.startswith("${"):
        local = re.fullmatch(r"\$\{local\.(\w+)\}", value)
        if local and local[1] in names.locals:
            yield from given(names.locals[local[1]], type_, names, before, within)
            return
        keys = set(_keys(value, names))
        yield from required(type_, before)
        yield from (path for path in paths(type_, before) if path[-1] in keys)


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
