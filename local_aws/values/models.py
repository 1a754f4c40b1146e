"""What the model of a service says about the parameters of its operations, checked as AWS's front does.

Constraints: https://smithy.io/2.0/spec/constraint-traits.html. The message is the one that AWS's services
have in common, such as
"1 validation error detected: Value 'x' at 'tableName' failed to satisfy constraint: Member must have ...".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from local_aws.values import java
from local_aws.values.known_model_errors import KNOWN, MEMBERS


@dataclass(frozen=True)
class Breach:
    """A constraint that a value does not satisfy.

    Attributes:
        path: where the value is: `attributeDefinitions.1.member.attributeName`.
        shown: the value as a message has it, with a space before; empty when it is a secret.
        constraint: what "Member must ..." says.
        kind: "missing", "type", "enum" or "limit".
    """

    path: str
    shown: str
    constraint: str
    kind: str = "limit"

    def __str__(self) -> str:
        return f"Value{self.shown} at '{self.path}' failed to satisfy constraint: {self.constraint}"


Check = Callable[[Any, str, list[Breach]], None]
_TEXT = {"string", "character"}
_NUMBERS = {"integer", "long", "float", "double", "short", "byte"}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "boolean": bool,
    "list": list,
    "map": dict,
    "structure": dict,
    **dict.fromkeys(_TEXT, str),
    **dict.fromkeys(_NUMBERS, (int, float)),
}


def breaches(operation: OperationModel, parameters: Mapping[str, Any]) -> list[Breach]:
    """Every constraint of the model that the parameters of an operation do not satisfy."""
    found: list[Breach] = []
    service, shape = operation.service_model.service_name, operation.input_shape
    if shape is not None:
        if (service, shape.name) not in _checks:
            _checks[service, shape.name] = _Compiler(service).structure(shape)
        _checks[service, shape.name](parameters, "", found)
    return found


def message(found: list[Breach]) -> str:
    """What the services' front says of them."""
    errors = f"{len(found)} validation error{'s' if len(found) > 1 else ''} detected"
    return f"{errors}: {'; '.join(map(str, found))}"


_checks: dict[tuple[str, str], Check] = {}  # by service and input shape


class _Compiler:
    """Makes a function of each shape, once: walking the model again with each call takes too long."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._made: dict[str, Check] = {}

    def check(self, shape: Shape) -> Check:
        """The function that checks a value of a shape."""
        if isinstance(shape, StructureShape):
            return self._once(shape, self.structure)
        if isinstance(shape, ListShape):
            return self._once(shape, self._list)
        if isinstance(shape, MapShape):
            return self._once(shape, self._map)
        return self._once(shape, self._scalar)

    def _once(self, shape: Any, make: Callable[[Any], Check]) -> Check:
        """Shapes may contain themselves: what is still being made is looked up when it is called."""
        name = shape.name
        if name not in self._made:
            self._made[name] = lambda value, path, found: self._made[name](value, path, found)
            self._made[name] = make(shape)
        return self._made[name]

    def structure(self, shape: StructureShape) -> Check:
        if shape.is_document_type:
            return lambda value, path, found: None
        data = _data(shape)
        required = [name for name in shape.required_members if name not in data]
        required = [name for name in required if not self._mistaken(shape, f"required {name}")]
        members = {
            name: self.check(member)
            for name, member in shape.members.items()
            if name not in data and (self._service, name) not in MEMBERS
        }
        places = {name: _lower(name) for name in shape.members}

        def check(value: Any, path: str, found: list[Breach]) -> None:
            if not isinstance(value, dict):
                found.append(_mistyped(value, path, "structure"))
                return
            dotted = f"{path}." if path else ""
            for name in required:
                if value.get(name) is None:
                    place = dotted + places[name]
                    found.append(Breach(place, " null", "Member must not be null", "missing"))
            for name, entry in value.items():
                if entry is not None and name in members:
                    members[name](entry, dotted + places[name], found)

        return check

    def _list(self, shape: ListShape) -> Check:
        limits = self._limits(shape)
        entry_limits = self._limits(shape.member) if _is_scalar(shape.member) else None
        entry_check = self.check(shape.member)
        hidden = _is_secret(shape) or _is_secret(shape.member)

        def check(value: Any, path: str, found: list[Breach]) -> None:
            if not isinstance(value, list):
                found.append(_mistyped(value, path, "list"))
                return
            if breach := limits.breach(value):
                found.append(Breach(path, _shown(value, hidden), breach))
            if entry_limits is None:
                for index, entry in enumerate(value, 1):
                    entry_check(entry, f"{path}.{index}.member", found)
            elif wrong := entry_limits.of_entries(value):
                found.append(wrong.at(path, _shown(value, hidden), "Member"))

        return check

    def _map(self, shape: MapShape) -> Check:
        limits, keys = self._limits(shape), self._limits(shape.key)
        values = self._limits(shape.value) if _is_scalar(shape.value) else None
        value_check = self.check(shape.value)
        hidden = _is_secret(shape) or _is_secret(shape.value)

        def check(value: Any, path: str, found: list[Breach]) -> None:
            if not isinstance(value, dict):
                found.append(_mistyped(value, path, "map"))
                return
            shown = _shown(value, hidden)
            if breach := limits.breach(value):
                found.append(Breach(path, shown, breach))
            if wrong := keys.of_entries(list(value)):
                found.append(wrong.at(path, shown, "Map keys"))
            if values is None:
                for key, entry in value.items():
                    value_check(entry, f"{path}.{key}.member", found)
            elif wrong := values.of_entries(list(value.values())):
                found.append(wrong.at(path, shown, "Map value"))

        return check

    def _scalar(self, shape: Shape) -> Check:
        limits, hidden = self._limits(shape), _is_secret(shape)

        def check(value: Any, path: str, found: list[Breach]) -> None:
            if breach := limits.breach(value):
                if not limits.is_of_type(value):
                    found.append(_mistyped(value, path, shape.type_name))
                    return
                kind = "enum" if limits.enum and value not in limits.enum else "limit"
                found.append(Breach(path, _shown(value, hidden), breach, kind))

        return check

    def _limits(self, shape: Shape) -> "_Limits":
        said = {
            name: limit
            for name, limit in shape.metadata.items()
            if name in ("min", "max", "pattern", "enum") and not self._mistaken(shape, name)
        }
        return _Limits(
            shape.type_name,
            said.get("min"),
            said.get("max"),
            said.get("pattern", ""),
            tuple(said.get("enum") or ()),
        )

    def _mistaken(self, shape: Shape, constraint: str) -> bool:
        return constraint in KNOWN.get((self._service, shape.name), {})


@dataclass(frozen=True)
class _Entries:
    """What the entries of a list or map have to satisfy, one of which does not."""

    constraints: str
    type_name: str = ""

    def at(self, path: str, shown: str, whose: str) -> Breach:
        if self.type_name:
            return Breach(path, shown, self.type_name, "type")
        return Breach(path, shown, f"{whose} must satisfy constraint: [{self.constraints}]")


class _Limits:
    """The limits of one shape: type, length or value, pattern, set of values."""

    def __init__(
        self, type_name: str, least: float | None, most: float | None, pattern: str, enum: tuple[str, ...]
    ) -> None:
        self._type_name = type_name
        self._type = _TYPES.get(type_name)
        self._least, self._most = least, most
        self._measure: Callable[[Any], Any] | None = None if type_name in _NUMBERS else len
        self._pattern = pattern
        self._regex = java.compiled(pattern) if pattern else None
        self.enum = frozenset(enum)
        self._enum = enum
        self._bounded = least is not None or most is not None

    def is_of_type(self, value: Any) -> bool:
        return self._type is None or (
            isinstance(value, self._type) and not (self._measure is None and isinstance(value, bool))
        )

    def breach(self, value: Any) -> str:
        """The constraint that a value does not satisfy; empty when there is none."""
        if not self.is_of_type(value):
            return self._type_name
        if self._bounded:
            size = self._measure(value) if self._measure else value
            if self._least is not None and size < self._least:
                return self._bound("greater", self._least)
            if self._most is not None and size > self._most:
                return self._bound("less", self._most)
        if self.enum and value not in self.enum:
            return self._set()
        if self._regex and not self._matches(value):
            return f"Member must satisfy regular expression pattern: {self._pattern}"
        return ""

    def of_entries(self, values: list[Any]) -> _Entries | None:
        """What the entries of a list or map do not all satisfy."""
        for value in values:
            if self.breach(value):
                return _Entries(self._all(), "" if self.is_of_type(value) else self._type_name)
        return None

    def _all(self) -> str:
        constraints = [
            self._bound("less", self._most) if self._most is not None else "",
            self._bound("greater", self._least) if self._least is not None else "",
            f"Member must satisfy regular expression pattern: {self._pattern}" if self._pattern else "",
            self._set() if self.enum else "",
        ]
        return ", ".join(filter(None, constraints))

    def _bound(self, way: str, limit: float | None) -> str:
        return f"Member must have {'length' if self._measure else 'value'} {way} than or equal to {limit}"

    def _set(self) -> str:
        return f"Member must satisfy enum value set: [{', '.join(self._enum)}]"

    def _matches(self, value: str) -> bool:
        """Whether all of it does; a pattern that begins with ^ says itself how far it reaches."""
        assert self._regex is not None
        whole = not self._pattern.startswith("^")
        return bool(self._regex.fullmatch(value) if whole else self._regex.search(value))


def _mistyped(value: Any, path: str, type_name: str) -> Breach:
    return Breach(path, _shown(value, False), type_name, "type")


def _shown(value: Any, hidden: bool) -> str:
    return "" if hidden else f" '{_written(value)}'"


def _written(value: Any) -> str:
    """As Java has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={_written(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_scalar(shape: Shape) -> bool:
    return shape.type_name in _TEXT or shape.type_name in _NUMBERS


def _is_secret(shape: Shape) -> bool:
    return bool(shape.metadata.get("sensitive")) or shape.type_name == "blob"


def _data(shape: StructureShape) -> frozenset[str]:
    """The member that is the raw body, which is not checked."""
    payload = shape.serialization.get("payload")
    if payload and shape.members[payload].type_name == "blob":
        return frozenset([payload])
    return frozenset(
        name for name, member in shape.members.items() if member.serialization.get("eventstream")
    )


@cache
def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
