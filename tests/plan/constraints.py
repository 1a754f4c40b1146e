"""What AWS takes in each input of the modules, as `limits/*.toml` and AWS's own models say it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, Shape, StructureShape

from tests.plan.attempts import Attempt
from tooling.attributes import inputs, types_of
from tooling.expressions import CollectionType, ObjectType, SimpleType, Type
from tooling.paths import MODULES

FOLDER = Path(__file__).parent / "limits"
# What a pattern may not take.
_ODD = ("", " ", "has space", "a/b", "a!b", "a.b", "a_b", "a-b", "-a", "1a", "é", "A", "a:b", "a\nb", "<b>")


@dataclass(frozen=True)
class Constraint:
    """What an input takes. With `member`, the model's limits hold besides those written here.

    Attributes:
        min, max: of a number, a whole one unless `fractions`.
        longest: characters of a text.
        most: entries of a map or list.
        values: all there are.
        wrong, right: examples, where the rest does not say it.
        narrower: why not all that the model takes is taken.
        free: why nothing is checked.
        source: the page that says so.
    """

    member: str = ""
    min: float | None = None
    max: float | None = None
    fractions: bool = False
    longest: int = 0
    most: int = 0
    values: tuple[Any, ...] = ()
    wrong: tuple[Any, ...] = ()
    right: tuple[Any, ...] = ()
    narrower: str = ""
    free: str = ""
    source: str = ""
    model: Mapping[str, Any] = field(default_factory=dict)

    @property
    def refused(self) -> Iterator[Any]:
        """Values just outside."""
        yield from self.wrong
        least, most = self._range()
        if least is not None:
            yield least - 1
        if most is not None:
            yield most + 1
        if (least is not None or most is not None) and not self.fractions:
            yield (least if least is not None else most - 2) + 0.5  # type: ignore[operator]
        if self.values:
            yield "no-such-value" if isinstance(self.values[0], str) else -1
        if self.longest:
            yield "a" * (self.longest + 1)
        if self.most:
            yield {f"a{number}": "x" for number in range(self.most + 1)}
        if self._is_text():
            yield from (text for text in self._texts() if breach(self.model, text))

    @property
    def taken(self) -> Iterator[Any]:
        """Values just inside."""
        yield from self.right
        yield from self.values
        yield from (limit for limit in self._range() if limit is not None)
        if self.longest:
            yield "a" * self.longest
        if self.most:
            yield {f"a{number}": "x" for number in range(self.most)}
        if self._is_text() and not self.narrower:
            longest = "a" * min(self.model.get("max", 64), 1024)
            yield from (text for text in (longest,) if not breach(self.model, text))
            yield from self.model.get("enum", ())

    def _range(self) -> tuple[float | None, float | None]:
        model = {} if self._is_text() else self.model
        least = self.min if self.min is not None else model.get("min")
        most = self.max if self.max is not None else model.get("max")
        return least, most

    def _is_text(self) -> bool:
        return bool(self.model) and self.model["type"] == "string"

    def _texts(self) -> Iterator[str]:
        yield from _ODD
        if "max" in self.model and self.model["max"] < 10_000:
            yield "a" * (self.model["max"] + 1)
        if "enum" in self.model:
            yield "no-such-value"


def breach(model: Mapping[str, Any], value: Any) -> str:
    """The limit of a model that a value breaks; empty when there is none."""
    size = len(value) if isinstance(value, str) else value
    if "min" in model and size < model["min"]:
        return f"min {model['min']}"
    if "max" in model and size > model["max"]:
        return f"max {model['max']}"
    if "enum" in model and value not in model["enum"]:
        return f"one of {model['enum']}"
    if "pattern" in model and not _matches(model["pattern"], value):
        return f"pattern {model['pattern']}"
    return ""


@cache
def model(member: str) -> Mapping[str, Any]:
    """The limits of a member, `lambda.CreateFunction.EphemeralStorage.Size`; of a map, its `key` or `value`.

    Raises:
        KeyError: there is no such member.
    """
    service, operation, *names = member.split(".")
    shape: Shape = _session().get_service_model(service).operation_model(operation).input_shape
    for name in names:
        while isinstance(shape, ListShape):
            shape = shape.member
        if isinstance(shape, MapShape):
            shape = shape.key if name == "key" else shape.value
        else:
            assert isinstance(shape, StructureShape), f"{member}: {shape.name} has no members"
            shape = shape.members[name]
    while isinstance(shape, ListShape):
        shape = shape.member
    limits = {
        name: shape.metadata[name] for name in ("min", "max", "pattern", "enum") if name in shape.metadata
    }
    return {"type": "string" if shape.type_name == "string" else "number", **limits}


@cache
def common() -> dict[str, dict[str, Any]]:
    """What inputs of one name take in all modules, by the ends of their paths."""
    found: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "common.toml").read_text())
    return found


@cache
def modules() -> dict[str, dict[str, Any]]:
    """By module: `call`, which AWS takes; `inputs`, what they take; `right` and `wrong`, more values by path;
    `pairs` of inputs that do not go together.
    """
    return {
        module: entry
        for file in sorted(FOLDER.glob("*.toml"))
        if file.name != "common.toml"
        for module, entry in tomllib.loads(file.read_text()).items()
    }


def constraint(module: str, path: str) -> Constraint | None:
    """Of one input; None where none is written."""
    entry = modules().get(module, {}).get("inputs", {}).get(path)
    if entry is None:
        ends = [path[start:] for start in [0, *(found.end() for found in re.finditer(r"\.", path))]]
        entry = next((common()[end] for end in ends if end in common()), None)
    if entry is None:
        return None
    if isinstance(entry, str):
        entry = {"member": entry}
    entry = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return Constraint(**entry, model=model(entry["member"]) if "member" in entry else {})


def call(module: str) -> dict[str, Any]:
    """A call of a module that AWS takes."""
    return {"name": "shop", **modules().get(module, {}).get("call", {})}


def inside(module: str) -> Iterator[Attempt]:
    """Values that AWS takes, each once."""
    yield from _attempts(module, "right", lambda found: found.taken)


def outside(module: str) -> Iterator[Attempt]:
    """Values that AWS does not take, each once."""
    yield from _attempts(module, "wrong", lambda found: found.refused)


def against_the_model(module: str, attempt: Attempt) -> str:
    """The limit of AWS's model that a value breaks; empty when there is none."""
    found = constraint(module, attempt.path)
    return breach(found.model, attempt.value) if found and found.model else ""


def _attempts(module: str, also: str, of: Callable[[Constraint], Iterator[Any]]) -> Iterator[Attempt]:
    found = [
        Attempt(path, value)
        for path, _ in paths(module)
        for limits in [constraint(module, path)]
        if limits
        for value in of(limits)
    ]
    more = modules().get(module, {}).get(also, {}).items()
    found += [Attempt(path, value) for path, values in more for value in values]
    if also == "wrong":
        for pair in modules().get(module, {}).get("pairs", []):
            (path, value), *others = pair.items()
            found.append(Attempt(path, value, dict(others)))
    yield from {str(each): each for each in found}.values()


def paths(module: str) -> Iterator[tuple[str, str]]:
    """What the module's inputs consist of, and of which type it is.

    `name`, `tags` (a map), `tags{}` (a key), `tags.*`, `cors` (a list), `cors[].origins[]`.
    """
    for name, of in types_of(MODULES / module).items():
        yield from _leaves(of, name)


def completed(module: str, call: Mapping[str, Any]) -> dict[str, Any]:
    """A call with something in each input and attribute that has to be there."""
    return {
        name: _complete(of, call.get(name), module, name)
        for name, (of, optional) in inputs(MODULES / module).items()
        if not optional or name in call
    }


def _complete(of: Type, value: Any, module: str, path: str) -> Any:
    match of:
        case ObjectType(attributes, _, optional):
            given = value or {}
            return {
                name: _complete(each, given.get(name), module, f"{path}.{name}")
                for name, each in attributes.items()
                if given.get(name) is not None or name not in optional
            } | {name: None for name in given if given[name] is None}
        case CollectionType(element, "map"):
            return {key: _complete(element, each, module, f"{path}.*") for key, each in (value or {}).items()}
        case CollectionType(element):
            return [_complete(element, each, module, f"{path}[]") for each in value or []]
        case SimpleType(name) if value is None:
            return _something(name, module, path)
    return value


def _something(kind: str, module: str, path: str) -> Any:
    found = constraint(module, path)
    taken = next(iter(found.taken), None) if found else None
    return taken if taken is not None else {"string": "x", "number": 1, "bool": False}[kind]


def _leaves(of: Type, path: str) -> Iterator[tuple[str, str]]:
    match of:
        case SimpleType(name):
            yield path, name
        case ObjectType(attributes):
            for name, each in attributes.items():
                yield from _leaves(each, f"{path}.{name}")
        case CollectionType(element, "map"):
            yield path, "map"
            yield f"{path}{{}}", "key"
            yield from _leaves(element, f"{path}.*")
        case CollectionType(element):
            yield path, "list"
            yield from _leaves(element, f"{path}[]")


def _matches(pattern: str, value: str) -> bool:
    compiled = _compiled(pattern)
    if compiled is None:
        return True
    return bool(compiled.search(value) if pattern.startswith("^") else compiled.fullmatch(value))


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """None for what is Java's alone."""
    try:
        return re.compile(pattern.replace("\\p{L}", "a-zA-Z").replace("\\p{Z}", " ").replace("\\p{N}", "0-9"))
    except re.error:
        return None


@cache
def _session() -> Any:
    return botocore.session.get_session()
