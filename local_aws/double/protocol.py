"""Requests and answers on the wire, in whatever protocol a service's model names; moto's, which is generic.

https://smithy.io/2.0/aws/protocols/index.html
"""

import re
from collections.abc import Callable
from typing import Any

from botocore.model import OperationModel, OperationNotFoundError
from botocore.parsers import RpcV2CBORParser
from botocore.serialize import RpcV2CBORSerializer
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from local_aws.double import model
from local_aws.double.hints import RefusedError, Service, Values
from local_aws.edge import errors
from local_aws.edge.errors import Refusal

# https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
_CBOR = re.compile(r"/service/\w+/operation/(\w+)")
_CBOR_TYPE = "application/cbor"


def route(service: Service, environ: Any) -> tuple[OperationModel | None, Values, Request]:
    """The operation a request names, if there is one, what its path says, and the request."""
    request = Request({**environ, **_target(service, environ)})
    if named := _CBOR.fullmatch(environ["PATH_INFO"]):
        try:
            return get_service_model(service.model).operation_model(named[1]), {}, request
        except OperationNotFoundError:
            return None, {}, request
    try:
        operation, labels = get_service_router(service.model).match(request)
    except NotFound:
        return None, {}, request
    return operation, labels, request


def _target(service: Service, environ: Any) -> dict[str, str]:
    """An operation's name as the model has it; SDKs send the whole of a prefix, or its last part."""
    given, _, name = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")
    prefix: str = get_service_model(service.model).metadata.get("targetPrefix", "")
    if not given or given.rpartition(".")[2] != prefix.rpartition(".")[2]:
        return {}
    return {"HTTP_X_AMZ_TARGET": f"{prefix}.{name}"}


def respond(
    operation: OperationModel, labels: Values, request: Request, answer: Callable[..., Values]
) -> Response:
    """Read a request, have it answered, write the answer or the error."""
    protocol = "cbor" if _CBOR.fullmatch(request.path) else ""
    protocol = protocol or determine_request_protocol(operation.service_model, request.content_type)
    try:
        result: Any = answer(operation, _read(operation, labels, request, protocol))
    except RefusedError as refused:
        return _refused(operation, protocol, refused)
    if protocol == "cbor":
        return Response(
            _in_cbor(operation, result), 200, {"smithy-protocol": "rpc-v2-cbor"}, None, _CBOR_TYPE
        )
    serializer = get_serializer_class(operation.service_model.service_name, protocol)
    answered = serializer(operation_model=operation).serialize(result)
    return Response(answered["body"], answered["status_code"], answered["headers"])


def _in_cbor(operation: OperationModel, result: Values) -> bytes:
    """An answer as botocore would write a request of that shape."""
    written = bytearray()
    if operation.output_shape is not None:
        RpcV2CBORSerializer()._serialize_data_item(written, result, operation.output_shape)
    return bytes(written)


def _refused(operation: OperationModel, protocol: str, refused: RefusedError) -> Response:
    members = {
        "resourceId": refused.name,
        "ResourceName": refused.name,
        "resourceType": refused.kind,
        "reason": "other",
    }
    refusal = Refusal(model.error_name(refused, operation), refused.message, None, members)
    written = errors.write(operation, protocol, refusal)
    return Response(written.body, written.status, written.headers)


def _read(operation: OperationModel, labels: Values, request: Request, protocol: str) -> Values:
    """What a request says; its values were checked before it came here."""
    if protocol == "cbor":
        parser, body = RpcV2CBORParser(), request.get_data()
        in_cbor: Values = parser.parse_data_item(parser.get_peekable_stream_from_bytes(body)) if body else {}
        return in_cbor
    wire = {
        "body": request.get_data(),
        "headers": request.headers,
        "method": request.method,
        "url_params": labels,
        "url_path": request.path,
        "values": request.values,
    }
    parsed: Values = PROTOCOL_PARSERS[protocol](operation_model=operation).parse(wire)
    in_query = {
        name
        for name, member in (operation.input_shape.members if operation.input_shape else {}).items()
        if member.serialization.get("location") == "querystring"
    }
    # A list that a query does not have is read as an empty one.
    return {name: value for name, value in parsed.items() if not (name in in_query and value == [])}


def not_served(what: str) -> Response:
    """AWS has it, the double does not: no error of AWS's, so that nobody takes it for one."""
    body = f'{{"__type": "NotImplemented", "message": "The local AWS has no {what}."}}'
    headers = {"x-amzn-errortype": "NotImplemented"}
    return Response(body, 501, headers, content_type="application/json")
