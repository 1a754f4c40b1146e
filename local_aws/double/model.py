"""What a service's model says of its errors."""

from botocore.model import OperationModel

from local_aws.double.hints import RefusedError

_MARKS = {"missing": ("NotFound", "Unknown"), "conflict": ("Conflict", "AlreadyExists", "Associated")}


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
        # ListenerNotFoundException is about listeners, ResourceNotFoundException about any resource.
        about = name.replace(mark, "").removesuffix("Exception")
        if mark and (about in ("", "Resource") or about in refused.kind or mark == "Associated"):
            return name
    from local_aws.values import codes  # of the engines' environment; the tables are read in others, too

    return codes.invalid(operation)
