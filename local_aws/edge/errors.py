"""An error as a service answers it, in the protocol of the call.

https://smithy.io/2.0/aws/protocols/index.html
"""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from moto.core.serialize import get_serializer_class

from local_aws.edge.calls import Call

Send = Callable[[Any], Awaitable[None]]


class _Error(Exception):  # what the serializer reads an error from
    def __init__(self, code: str, message: str) -> None:
        self.message = self.Message = message
        super().__init__(message)
        self.code = self.Code = code


async def answer(call: Call, code: str, message: str, status: int | None, send: Send) -> None:
    """Answer a call with an error."""
    if call.protocol == "cbor":
        body = b"\xa2" + b"".join(map(_text, ("__type", code, "message", message)))
        headers = {"content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
    else:
        serializer = get_serializer_class(call.service, call.protocol)
        written = serializer(operation_model=call.operation).serialize(_Error(code, message))
        content = written["body"]
        body = content.encode() if isinstance(content, str) else content
        headers = written["headers"]
    if call.operation.http.get("method") == "HEAD":
        body = b""
    headers = {**headers, "content-length": str(len(body)), "x-amzn-requestid": str(uuid.uuid4())}
    pairs = [(name.lower().encode(), str(value).encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


def _text(text: str) -> bytes:
    """A CBOR text of up to 65,535 bytes: https://www.rfc-editor.org/rfc/rfc8949#section-3.1"""
    encoded = text.encode()
    return b"\x79" + len(encoded).to_bytes(2, "big") + encoded
