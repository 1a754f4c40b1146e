"""A service's error, written in the protocol that the call came in.

https://smithy.io/2.0/aws/protocols/index.html
"""

import uuid
import warnings
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel
from moto.core.serialize import get_serializer_class

from local_aws.edge.calls import Call

# Many services' models leave out the errors that all of their operations have.
warnings.filterwarnings("ignore", message=".* does not match an error shape")

Send = Callable[[Any], Awaitable[None]]


@dataclass(frozen=True)
class Refusal:
    """An error of a service.

    Attributes:
        code: its name, as the service's API reference has it.
        message: what the service says.
        status: the HTTP status; None takes the one in the service's model.
        members: what the error's shape has in addition to the message, such as `resourceId`.
    """

    code: str
    message: str
    status: int | None = 400
    members: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """An error on the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


class _Error(Exception):
    """What moto's serializers take an error from; they pick the members that the error's shape has."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.code = self.Code = refusal.code
        self.message = self.Message = refusal.message
        vars(self).update(refusal.members)


def write(operation: OperationModel, protocol: str, refusal: Refusal) -> Written:
    """The error as a client reads it."""
    status, headers, body = (_cbor if protocol == "cbor" else _serialized)(operation, protocol, refusal)
    headers |= {"content-length": str(len(body)), "x-amzn-requestid": str(uuid.uuid4())}
    return Written(refusal.status or status, headers, b"" if operation.http.get("method") == "HEAD" else body)


async def answer(call: Call, refusal: Refusal, send: Send) -> None:
    """Answer a call with an error."""
    written = write(call.operation, call.protocol, refusal)
    pairs = [(name.encode(), value.encode()) for name, value in written.headers.items()]
    await send({"type": "http.response.start", "status": written.status, "headers": pairs})
    await send({"type": "http.response.body", "body": written.body})


def _serialized(operation: Any, protocol: str, refusal: Refusal) -> tuple[int, dict[str, str], bytes]:
    serializer = get_serializer_class(operation.service_model.service_name, protocol)
    made = serializer(operation_model=operation).serialize(_Error(refusal))
    body = made["body"]
    headers = {name.lower(): str(value) for name, value in made["headers"].items()}
    return made["status_code"], headers, body.encode() if isinstance(body, str) else body


def _cbor(operation: Any, protocol: str, refusal: Refusal) -> tuple[int, dict[str, str], bytes]:
    """https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html#operation-error-serialization"""
    body = b"\xa2" + b"".join(map(_text, ("__type", refusal.code, "message", refusal.message)))
    headers = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
    if operation.service_model.is_query_compatible:
        headers["x-amzn-query-error"] = f"{refusal.code};Sender"
    return 400, headers, body


def _text(text: str) -> bytes:
    """A CBOR text of up to 65,535 bytes: https://www.rfc-editor.org/rfc/rfc8949#section-3.1"""
    content = text.encode()
    return b"\x79" + len(content).to_bytes(2, "big") + content
