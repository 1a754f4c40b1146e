"""What a service's model says: whether a request breaks it, and which error says so."""

import re
from collections.abc import Iterator
from typing import Any

from botocore.model import OperationModel, Shape
from botocore.validate import ParamValidator

from local_aws.double.hints import RefusedError

# The error for a request that is wrong in itself. A service has one or two of them.
_INVALID = (
    "ValidationException",
    "InvalidInputException",
    "InvalidRequestException",
    "InvalidArgumentException",
    "InvalidParameterValueException",
    "BadRequestException",
)
_MARKS = {"missing": ("NotFound", "Unknown"), "conflict": ("Conflict", "AlreadyExists", "Associated")}


def check(request: dict[str, Any], operation: OperationModel) -> None:
    """Refuse a request that the model of its operation does not allow.

    botocore looks at types, required members and lower limits; what only servers look at is here.
    """
    if operation.input_shape is None:
        return
    report = ParamValidator().validate(request, operation.input_shape)
    wrong = report.generate_report().splitlines() or list(_breaches(request, operation.input_shape, ""))
    if wrong:
        errors = f"{len(wrong)} validation error{'s' if len(wrong) > 1 else ''} detected"
        raise RefusedError("invalid", f"{errors}: {'; '.join(wrong)}")


def _breaches(value: Any, shape: Shape, path: str) -> Iterator[str]:
    limits = shape.metadata
    if shape.type_name == "structure":
        for name in value.keys() & shape.members.keys():
            yield from _breaches(value[name], shape.members[name], f"{path}.{name}".lstrip("."))
        return
    if shape.type_name == "list":
        for index, entry in enumerate(value, 1):
            yield from _breaches(entry, shape.member, f"{path}.{index}.member")
    if shape.type_name == "map":
        for key, entry in value.items():
            yield from _breaches(key, shape.key, f"{path}.key")
            yield from _breaches(entry, shape.value, f"{path}.{key}")
    size = len(value) if hasattr(value, "__len__") else value
    if "max" in limits and size > limits["max"]:
        length = "have length" if hasattr(value, "__len__") else "have value"
        yield _breach(value, path, f"{length} less than or equal to {limits['max']}")
    if limits.get("enum") and value not in limits["enum"]:
        yield _breach(value, path, f"satisfy enum value set: [{', '.join(limits['enum'])}]")
    if "pattern" in limits and not _matches(limits["pattern"], value):
        yield _breach(value, path, f"satisfy regular expression pattern: {limits['pattern']}")


def _breach(value: Any, path: str, constraint: str) -> str:
    return f"Value '{value}' at '{path}' failed to satisfy constraint: Member must {constraint}"


def _matches(pattern: str, value: Any) -> bool:
    """Whether all of it does, or as much as the pattern itself says."""
    try:
        compiled = re.compile(pattern)
    except re.error:
        return True  # Java's own: Unicode classes in tags
    return bool(compiled.search(value) if pattern.startswith("^") else compiled.fullmatch(value))


def can_miss(operation: OperationModel) -> bool:
    """Whether an operation has an error for what is not there."""
    return any(mark in shape.name for shape in operation.error_shapes for mark in _MARKS["missing"])


def error_name(refused: RefusedError, operation: OperationModel) -> str:
    """The name of the service's own error for a refusal, as the operation, or else the service, has it."""
    if refused.sort not in ("invalid", *_MARKS):
        return refused.sort
    own: list[str] = [shape.name for shape in operation.error_shapes]
    for name in own:
        mark = next((mark for mark in _MARKS.get(refused.sort, ()) if mark in name), "")
        # ListenerNotFoundException is about listeners, ResourceNotFoundException about whatever it is.
        about = name.replace(mark, "").removesuffix("Exception")
        if mark and (about in ("", "Resource") or about in refused.kind or mark == "Associated"):
            return name
    of_service: list[str] = [shape.name for shape in operation.service_model.error_shapes]
    return next((name for names in (own, of_service) for name in _INVALID if name in names), _INVALID[0])
