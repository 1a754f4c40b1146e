"""Which API call a request is: its service and operation, told by the services' own models."""

import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode

from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from botocore.model import OperationNotFoundError
from moto.core.model import OperationModel, ServiceModel
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import NotFound

from local_aws.services import ROOMS, model_of

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]

# boto3's names of services that have no room, by what requests for them are signed for; where it is another.
_MODELS = {
    "appconfig": ("appconfig", "appconfigdata"),
    "aps": ("amp",),
    "cassandra": ("keyspaces",),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "elasticloadbalancing": ("elbv2", "elb"),
    "elasticmapreduce": ("emr",),
    "es": ("opensearch", "es"),
    "execute-api": ("apigatewaymanagementapi",),
    "s3": ("s3", "s3control"),
    "ses": ("sesv2", "ses"),
    "tagging": ("resourcegroupstaggingapi",),
}
for _name, _room in ROOMS.items():
    _own = (model_of(_name),)
    _MODELS[_room.signed_as] = tuple(dict.fromkeys((*_MODELS.get(_room.signed_as, ()), *_own)))
# Calls that clients make unsigned; by what their target begins with.
_UNSIGNED = {
    "AWSCognitoIdentityProviderService": "cognito-idp",
    "AWSCognitoIdentityService": "cognito-identity",
}
# Only here does the body say what is asked for; of the rest it is data, and may be large.
_TELLING = ("application/x-www-form-urlencoded", "application/x-amz-json", "application/json")
_LARGEST = 4 * 2**20
# https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
_CBOR = re.compile(r"/service/\w+/operation/(\w+)")


@dataclass(frozen=True)
class Call:
    """One API call. `signed_as` is the service's name in the signature, `service` boto3's."""

    signed_as: str
    service: str
    operation: OperationModel
    protocol: str
    region: str
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


async def read(scope: Scope, receive: Receive, credential: str) -> tuple[Call | None, Receive]:
    """The call that a request is, None when it is none of AWS's; and its body, to be read once more."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    signature = credential.strip().split("/")
    prefix = headers.get("x-amz-target", "").partition(".")[0]
    signed_as = signature[-2] if len(signature) >= 5 else _UNSIGNED.get(prefix, "")
    if not signed_as:
        return None, receive
    body = b""
    large = int(headers.get("content-length") or 0) > _LARGEST
    if headers.get("content-type", "").startswith(_TELLING) and not large:
        body, receive = await whole(receive)
    request = Request(_environ(scope, headers, body))
    region = signature[-3] if len(signature) >= 5 else ""
    for service in _MODELS.get(signed_as, (signed_as,)):
        if found := _operation(service, request):
            method, path = scope["method"], scope["path"]
            query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            return Call(signed_as, service, *found, region, method, path, query, headers, body), receive
    return None, receive


def of(
    method: str, path: str, headers: dict[str, str], body: bytes | str, query: dict[str, Any]
) -> Call | None:
    """The call that a request within this process is, None when it is none of AWS's."""
    content = body.encode() if isinstance(body, str) else body
    asked = {name: value if isinstance(value, list) else [str(value)] for name, value in query.items()}
    lower = {name.lower(): value for name, value in headers.items()}
    scope = {"method": method, "path": path, "query_string": urlencode(asked, doseq=True).encode()}
    request = Request(_environ(scope, lower, content))
    signature = lower.get("authorization", "").partition("Credential=")[2].split(",")[0].split("/")
    if len(signature) < 5:
        return None
    for service in _MODELS.get(signature[-2], (signature[-2],)):
        if found := _operation(service, request):
            region = signature[-3]
            return Call(signature[-2], service, *found, region, method, path, asked, lower, content)
    return None


def _operation(service: str, request: Request) -> tuple[OperationModel, str] | None:
    """The operation of a service that a request names, and the protocol it is written in."""
    try:
        described = get_service_model(service)
        if named := _CBOR.fullmatch(request.path):
            return described.operation_model(named[1]), "cbor"
        protocol = determine_request_protocol(described, request.content_type)
        return get_service_router(service).match(request)[0], protocol
    except (NotFound, NotImplementedError, OperationNotFoundError, UnknownServiceError):
        return None


def model(service: str) -> ServiceModel | None:
    """The model of a service, by the name that boto3 and the AWS CLI have for it."""
    return get_service_model(service) if service in _names() else None


@cache
def _names() -> frozenset[str]:
    return frozenset(Loader().list_available_services("service-2"))


async def whole(receive: Receive) -> tuple[bytes, Receive]:
    """A request's body, and what gives it to the next reader."""
    parts: list[bytes] = []
    message: dict[str, Any] = {"more_body": True}
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
    body, given = b"".join(parts), False

    async def again() -> Any:
        nonlocal given
        if given or message["type"] == "http.disconnect":
            return message if message["type"] == "http.disconnect" else await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return body, again


def _environ(scope: Scope, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """The request as moto's router reads it."""
    query = scope["query_string"].decode("latin-1")
    raw = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
    return {
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "RAW_URI": raw if "?" in raw or not query else f"{raw}?{query}",
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_TYPE": headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
