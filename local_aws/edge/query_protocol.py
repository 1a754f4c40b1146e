"""AWS's Query protocol, read and written by the service's own model, so that no member is forgotten.

https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

_READ: dict[str, Callable[[str], Any]] = {
    "boolean": lambda text: text == "true",
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
}


@cache
def model(service: str) -> ServiceModel:
    """The machine-readable description of `service`, as AWS publishes it."""
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


def parse(form: dict[str, str], shape: Shape, prefix: str = "") -> Any:
    """The value of `shape` in a request's form; None when the form has nothing under `prefix`."""
    dotted = f"{prefix}." if prefix else ""
    if isinstance(shape, StructureShape):
        members = {name: parse(form, member, dotted + name) for name, member in shape.members.items()}
        return {name: value for name, value in members.items() if value is not None} or None
    if isinstance(shape, ListShape):
        entries: list[Any] = []
        for each in ("member", _entry(shape)):
            while (entry := parse(form, shape.member, f"{dotted}{each}.{len(entries) + 1}")) is not None:
                entries.append(entry)
        return entries or None
    text = form.get(prefix)
    return text if text is None else _READ.get(shape.type_name, str)(text)


def _entry(shape: ListShape) -> str:
    """What an entry of a list is called: some clients read no other."""
    return str(shape.member.serialization.get("name", "member"))


def serialize(value: Any, shape: Shape) -> str:
    """`value` as the content of an XML element."""
    if isinstance(shape, StructureShape):
        present = [name for name in shape.members if value.get(name) is not None]
        return "".join(f"<{name}>{serialize(value[name], shape.members[name])}</{name}>" for name in present)
    if isinstance(shape, ListShape):
        name = _entry(shape)
        return "".join(f"<{name}>{serialize(entry, shape.member)}</{name}>" for entry in value)
    if isinstance(shape, MapShape):
        raise NotImplementedError(f"{shape.name}: maps are not written yet")
    if shape.type_name == "timestamp":
        return _timestamp(value)
    return str(value).lower() if isinstance(value, bool) else escape(str(value))


def _timestamp(value: Any) -> str:
    moment = datetime.fromtimestamp(value, UTC) if isinstance(value, (int, float)) else None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else escape(str(value))
