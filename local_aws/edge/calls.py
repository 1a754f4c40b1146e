"""Finds the service and the operation of a request, from the service models of botocore."""

import io
import re
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
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
_MODELS: dict[str, tuple[str, ...]] = {
    "appconfig": ("appconfig", "appconfigdata"),
    "airflow": ("mwaa",),
    "aoss": ("opensearchserverless",),
    "app-integrations": ("appintegrations",),
    "aps": ("amp",),
    "bedrock": ("bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime"),
    "bedrock-agentcore": ("bedrock-agentcore-control", "bedrock-agentcore"),
    "cases": ("connectcases",),
    "cassandra": ("keyspaces",),
    "cloudcontrolapi": ("cloudcontrol",),
    "cloudhsm": ("cloudhsmv2", "cloudhsm"),
    "codeguru-profiler": ("codeguruprofiler",),
    "connect-campaigns": ("connectcampaigns",),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "elasticloadbalancing": ("elbv2", "elb"),
    "elasticmapreduce": ("emr",),
    "es": ("opensearch", "es"),
    "execute-api": ("apigatewaymanagementapi",),
    "geo": ("location",),
    "iotdata": ("iot-data",),
    "lex": ("lexv2-models", "lex-models"),
    "mobiletargeting": ("pinpoint",),
    "mturk-requester": ("mturk",),
    "profile": ("customer-profiles",),
    "s3": ("s3", "s3control"),
    "servicecatalog": ("servicecatalog", "servicecatalog-appregistry"),
    "servicequotas": ("service-quotas",),
    "ses": ("sesv2", "ses"),
    "sms-voice": ("pinpoint-sms-voice-v2",),
    "sso": ("sso-admin",),
    "tagging": ("resourcegroupstaggingapi",),
    "timestream": ("timestream-write", "timestream-query"),
    "voiceid": ("voice-id",),
}
for _name, _room in ROOMS.items():
    _own = (model_of(_name),)
    _MODELS[_room.signed_as] = tuple(dict.fromkeys((*_MODELS.get(_room.signed_as, ()), *_own)))
# Calls that clients make unsigned; by what their target begins with.
_UNSIGNED = {
    "AWSCognitoIdentityProviderService": "cognito-idp",
    "AWSCognitoIdentityService": "cognito-identity",
}
# Here the body says which operation is asked for; elsewhere the address or a header does.
_FORM = "application/x-www-form-urlencoded"
_LARGEST = 4 * 2**20
_S3_CONTROL = (
    "/v20180820/"  # https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html
)
# https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
_CBOR = re.compile(r"/service/\w+/operation/(\w+)")


@dataclass(frozen=True)
class Call:
    """One API call.

    Attributes:
        signed_as: the service's name in the signature.
        service: boto3's name for it.
        account: an access key of twelve digits is an account, as MiniStack has it; else it is empty.
        labels: the parts of the path that are parameters.
        body: empty when the operation's body is a payload, or `whole` is false.
        whole: whether the body was small enough to be read.
    """

    signed_as: str
    service: str
    operation: OperationModel
    protocol: str
    account: str
    region: str
    method: str
    path: str
    query: dict[str, list[str]]
    labels: dict[str, Any]
    headers: dict[str, str]
    body: bytes
    whole: bool


async def read(scope: Scope, receive: Receive, credential: str) -> tuple[Call | None, Receive]:
    """The call that a request is, None when it is none of AWS's; and its body, to be read once more."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    signature = credential.strip().split("/")
    prefix = headers.get("x-amz-target", "").partition(".")[0]
    signed_as = signature[-2] if len(signature) >= 5 else _UNSIGNED.get(prefix, "")
    if not signed_as:
        return None, receive
    body = b""
    small = int(headers.get("content-length") or 0) <= _LARGEST
    if form := small and headers.get("content-type", "").startswith(_FORM):
        body, receive = await whole(receive)
        body = _inflated(body, headers)
    found = _named(signed_as, scope, headers, body if form else b"") or _at(signed_as, scope, headers, body)
    if found is None:
        return None, receive
    if small and not form and _has_body(headers) and not _takes_data(found[1]):
        body, receive = await whole(receive)
        body = _inflated(body, headers)
    return _call(found, signature, scope, headers, body, small), receive


def _inflated(body: bytes, headers: dict[str, str]) -> bytes:
    """A body as it was before its client compressed it: SDKs do that with many metrics at once.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-compression.html
    """
    if "gzip" not in headers.get("content-encoding", "").lower():
        return body
    with suppress(zlib.error):
        return zlib.decompressobj(wbits=31).decompress(body, _LARGEST)
    return body


def of(
    method: str, path: str, headers: dict[str, str], body: bytes | str, query: dict[str, Any]
) -> Call | None:
    """The call that a request within this process is, None when it is none of AWS's."""
    content = body.encode() if isinstance(body, str) else body
    asked = {name: value if isinstance(value, list) else [str(value)] for name, value in query.items()}
    lower = {name.lower(): value for name, value in headers.items()}
    scope = {"method": method, "path": path, "query_string": urlencode(asked, doseq=True).encode()}
    signature = lower.get("authorization", "").partition("Credential=")[2].split(",")[0].split("/")
    if len(signature) < 5:
        return None
    form = content if lower.get("content-type", "").startswith(_FORM) else b""
    found = _named(signature[-2], scope, lower, form) or _at(signature[-2], scope, lower, content)
    return _call(found, signature, scope, lower, content, True) if found else None


def _call(
    found: "Found",
    signature: list[str],
    scope: Scope,
    headers: dict[str, str],
    body: bytes,
    whole: bool,
) -> Call:
    service, operation, labels, protocol = found
    key, signed_as, region = ("", "", "")
    if len(signature) >= 5:
        key, signed_as, region = signature[0], signature[-2], signature[-3]
    return Call(
        signed_as or _UNSIGNED[headers["x-amz-target"].partition(".")[0]],
        service,
        operation,
        protocol,
        account=key if re.fullmatch(r"\d{12}", key) else "",
        region=region,
        method=scope["method"],
        path=scope["path"],
        query=parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True),
        labels=labels,
        headers=headers,
        body=body,
        whole=whole,
    )


Found = tuple[str, OperationModel, dict[str, Any], str]  # with the parameters in the path, and the protocol


def _named(signed_as: str, scope: Scope, headers: dict[str, str], form: bytes) -> Found | None:
    """The operation that a request has the name of: in its header, or in its form or query."""
    prefix, _, name = headers.get("x-amz-target", "").rpartition(".")
    asked: bytes = form if b"Action=" in form else scope["query_string"]
    version = ""
    if not name and b"Action=" in asked:
        parsed = parse_qs(asked.decode("latin-1"))
        name, version = parsed.get("Action", [""])[0], parsed.get("Version", [""])[0]
    if not name:
        return None
    models = list(_models(signed_as))
    # Classic load balancers have the other version of two.
    for described in [each for each in models if each.api_version == version] or models:
        protocols = described.metadata.get("protocols", [described.protocol])
        protocol = "json" if prefix else next((each for each in ("query", "ec2") if each in protocols), "")
        target = described.metadata.get("targetPrefix", "")  # of some, SDKs send the last part only
        if protocol not in protocols or prefix.rpartition(".")[2] != (prefix and target.rpartition(".")[2]):
            continue
        with suppress(OperationNotFoundError):
            return described.service_name, described.operation_model(name), {}, protocol
    return None


def _at(signed_as: str, scope: Scope, headers: dict[str, str], body: bytes) -> Found | None:
    """The operation at the address of a request."""
    request = Request(_environ(scope, headers, body))
    for described in _models(signed_as):
        service = described.service_name
        if signed_as == "s3" and (service == "s3control") != request.path.startswith(_S3_CONTROL):
            continue  # what looks like S3 Control's path would else be an object in a bucket of that name
        with suppress(NotFound, NotImplementedError, OperationNotFoundError):
            if named := _CBOR.fullmatch(request.path):
                return service, described.operation_model(named[1]), {}, "cbor"
            protocol = determine_request_protocol(described, request.content_type)
            return service, *get_service_router(service).match(request), protocol
    return None


def _models(signed_as: str) -> Iterator[ServiceModel]:
    for service in _MODELS.get(signed_as, (signed_as,)):
        with suppress(UnknownServiceError):
            yield get_service_model(service)


def _has_body(headers: dict[str, str]) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _takes_data(operation: OperationModel) -> bool:
    """Whether a request's body is a payload, such as an object, or a function's event."""
    return bool(operation.has_streaming_input or operation.has_event_stream_input)


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
