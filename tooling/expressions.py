"""What can be seen of an expression and of a type without evaluating them.

https://developer.hashicorp.com/terraform/language/expressions/types
https://developer.hashicorp.com/terraform/language/expressions/type-constraints
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tooling.hcl import Token, literal, shown

Tokens = tuple[Token, ...]

_OPENS, _CLOSES = "([{", ")]}"
# Functions that give one of their arguments, or all of them in one, of the same type.
_THROUGH = {
    *("coalesce", "concat", "merge", "nonsensitive", "sensitive", "setunion"),
    *("tolist", "tomap", "toset", "try"),
}


@dataclass(frozen=True)
class Entry:
    """`key = value` in an object. `key` is None when an expression makes it."""

    key: str | None
    line: int
    value: Expression


@dataclass(frozen=True)
class ObjectLiteral:
    """An object or map as it is written."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Collection:
    """A list as it is written, or all that a `for` makes."""

    items: tuple[Expression, ...]


@dataclass(frozen=True)
class OneOf:
    """What a condition or a function chooses from."""

    choices: tuple[Expression, ...]


@dataclass(frozen=True)
class Reference:
    """`local.services`, whole."""

    name: str


# None is what cannot be seen.
Expression = ObjectLiteral | Collection | OneOf | Reference | None


@dataclass(frozen=True)
class ObjectType:
    """`object({ … })`. `optional` may be left out; `defaults` are what some are then, `texts` as written."""

    attributes: Mapping[str, Type]
    defaults: Mapping[str, Expression]
    optional: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CollectionType:
    """`map`, `list` or `set` of a type."""

    element: Type
    kind: str = "map"


@dataclass(frozen=True)
class SimpleType:
    """`string`, `number`, `bool` or `any`."""

    name: str


# None is a type that is not known.
Type = ObjectType | CollectionType | SimpleType | None


def type_of(tokens: Tokens) -> Type:
    """The type that a `type = …` or a part of it says."""
    tokens = _stripped(tokens)
    if len(tokens) == 1 and tokens[0].text in ("string", "number", "bool", "any"):
        return SimpleType(tokens[0].text)
    name, inside = _called(tokens)
    arguments = _split(inside)
    if name == "object" and len(arguments) == 1:
        written = _stripped(arguments[0])
        if not written or written[0].kind != "{":
            return None
        attributes: dict[str, Type] = {}
        defaults: dict[str, Expression] = {}
        texts: dict[str, str] = {}
        may_lack = set()
        for key, _, value in _pairs(written[1:-1]):
            if key is None:
                continue
            modifier, optional = _called(_stripped(value))
            parts = _split(optional) if modifier == "optional" else []
            attributes[key] = type_of(parts[0] if parts else value)
            may_lack |= {key} if parts else set()
            if len(parts) > 1:
                defaults[key] = seen(parts[1])
                texts[key] = shown(parts[1])
        return ObjectType(attributes, defaults, frozenset(may_lack), texts)
    if name in ("map", "list", "set") and len(arguments) == 1:
        return CollectionType(type_of(arguments[0]), name)
    return None


def seen(tokens: Tokens) -> Expression:
    """What can be seen of an expression."""
    tokens = _stripped(tokens)
    if not tokens:
        return None
    question = _find(tokens, "?")
    if question is not None:
        colon = _find(tokens, ":", question + 1)
        return (
            None if colon is None else OneOf((seen(tokens[question + 1 : colon]), seen(tokens[colon + 1 :])))
        )
    if len(tokens) == 1:
        whole = re.fullmatch(r"local\.([\w-]+)", tokens[0].text)
        return Reference(whole[1]) if whole else None
    name, arguments = _called(tokens)
    if name in _THROUGH:
        return OneOf(tuple(_argument(part) for part in _split(arguments)))
    if _closing(tokens, 0) != len(tokens) - 1:
        return None
    inside = tokens[1:-1]
    if tokens[0].kind == "(":
        return seen(inside)
    first = _stripped(inside)[:1]
    if first and first[0].kind == "word" and first[0].text == "for":
        return _for(_stripped(inside))
    if tokens[0].kind == "[":
        return Collection(tuple(seen(item) for item in _split(inside)))
    return ObjectLiteral(tuple(Entry(key, line, seen(value)) for key, line, value in _pairs(inside)))


def _argument(tokens: Tokens) -> Expression:
    """An argument; of `[for …]...` what it makes, each an argument of its own."""
    if [token.kind for token in tokens[-3:]] == ["."] * 3:
        expanded = seen(tokens[:-3])
        return OneOf(expanded.items) if isinstance(expanded, Collection) else None
    return seen(tokens)


def _for(tokens: Tokens) -> Expression:
    colon = _find(tokens, ":")
    if colon is None:
        return None
    end = next(
        (at for at in _level(tokens, colon) if tokens[at].kind == "word" and tokens[at].text == "if"),
        len(tokens),
    )
    arrow = _find(tokens[:end], "=>", colon)
    value = tokens[(colon if arrow is None else arrow) + 1 : end]
    if [token.kind for token in value[-3:]] == ["."] * 3:
        return Collection((Collection((seen(value[:-3]),)),))
    return Collection((seen(value),))


def _pairs(tokens: Tokens) -> Iterator[tuple[str | None, int, Tokens]]:
    for item in _split(tokens, lines=True):
        item = _stripped(item)
        equals = min((at for at in (_find(item, "="), _find(item, ":")) if at is not None), default=None)
        if not item or equals is None:
            continue
        key, value = _stripped(item[:equals]), item[equals + 1 :]
        name = None
        if len(key) == 1:
            word = key[0].text if key[0].kind == "word" else literal(key)
            name = word if isinstance(word, str) else None
        yield name, item[0].line, value


def _called(tokens: Tokens) -> tuple[str, Tokens]:
    """The name and the arguments of a call of a function that is the whole expression."""
    call = len(tokens) > 2 and tokens[0].kind == "word" and tokens[1].kind == "("
    if call and _closing(tokens, 1) == len(tokens) - 1:
        return tokens[0].text, tokens[2:-1]
    return "", ()


def _level(tokens: Tokens, start: int = 0) -> Iterator[int]:
    """The places outside of all brackets."""
    depth = 0
    for at in range(start, len(tokens)):
        kind = tokens[at].kind
        depth -= kind in _CLOSES
        if not depth:
            yield at
        depth += kind in _OPENS


def _find(tokens: Tokens, kind: str, start: int = 0) -> int | None:
    """The first of a kind; a colon that belongs to a condition is passed over."""
    conditions = 0
    for at in _level(tokens, start):
        if tokens[at].kind == kind and not (kind == ":" and conditions):
            return at
        conditions += (tokens[at].kind == "?") - (tokens[at].kind == ":")
    return None


def _closing(tokens: Tokens, start: int) -> int | None:
    if tokens[start].kind not in _OPENS:
        return None
    depth = 0
    for at in range(start, len(tokens)):
        depth += (tokens[at].kind in _OPENS) - (tokens[at].kind in _CLOSES)
        if not depth:
            return at
    return None


def _split(tokens: Tokens, lines: bool = False) -> list[Tokens]:
    """The parts between commas, and between lines where a line ends a part."""
    ends = [at for at in _level(tokens) if tokens[at].kind in ((",", "newline") if lines else (",",))]
    starts = [0, *(at + 1 for at in ends)]
    parts = [tokens[start:end] for start, end in zip(starts, [*ends, len(tokens)], strict=True)]
    return [part for part in parts if _stripped(part)]


def _stripped(tokens: Tokens) -> Tokens:
    start, end = 0, len(tokens)
    while start < end and tokens[start].kind == "newline":
        start += 1
    while end > start and tokens[end - 1].kind == "newline":
        end -= 1
    return tokens[start:end]
