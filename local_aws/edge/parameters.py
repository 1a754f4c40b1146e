"""The parameters of an API call, read by the service's model, in each protocol."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote

from botocore.parsers import ResponseParserError, RpcV2CBORParser
from moto.core.parse import PROTOCOL_PARSERS, RequestParserError
from werkzeug.datastructures import MultiDict

from local_aws.edge.calls import Call

Parameters = dict[str, Any]
_CBOR = RpcV2CBORParser()
# What the parsers raise of a request that has something else where they look.
_UNREADABLE = (AttributeError, KeyError, RequestParserError, ResponseParserError, TypeError, ValueError)


class UnreadableError(ValueError):
    """A request that is not of the form that its operation has."""


class _Headers(dict[str, str]):
    """Headers by lower-case name, looked up in any case."""

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())


def read(call: Call) -> Parameters:
    """The parameters that a call has, by the names that the API reference has for them.

    Raises:
        UnreadableError: the request is not of the operation's form.
    """
    try:
        if call.protocol == "cbor":
            return _present(_items(call.body))
        return _present(_parsed(call).items(), without=_in_query(call))
    except _UNREADABLE as error:
        raise UnreadableError(str(error)) from error


def _items(body: bytes) -> Iterable[tuple[str, Any]]:
    read: dict[str, Any] = _CBOR.parse_data_item(_CBOR.get_peekable_stream_from_bytes(body)) if body else {}
    return read.items()


def _parsed(call: Call) -> Parameters:
    form = call.protocol in ("query", "ec2")
    wire = {
        "body": call.body,
        "headers": _Headers(call.headers),
        "method": call.method,
        "url_params": call.labels,
        "url_path": call.path,
        "values": _form(call) if form else MultiDict(call.query),
    }
    parsed: Parameters = PROTOCOL_PARSERS[call.protocol](operation_model=call.operation).parse(wire)
    if call.service == "s3" and "CopySource" in parsed:
        # It is URL-encoded: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
        parsed["CopySource"] = unquote(parsed["CopySource"])
    return parsed


def _form(call: Call) -> dict[str, str]:
    in_url = {name: values[0] for name, values in call.query.items()}
    return in_url | dict(parse_qsl(call.body.decode(), keep_blank_values=True))


def _in_query(call: Call) -> frozenset[str]:
    """Members in the address; moto's parsers read a list that is not there as an empty one."""
    return frozenset(_located(call.operation.input_shape, "querystring"))


def _located(shape: Any, location: str) -> Iterator[str]:
    for name, member in (shape.members if shape else {}).items():
        if member.serialization.get("location") == location:
            yield name


def _present(items: Iterable[tuple[str, Any]], without: frozenset[str] = frozenset()) -> Parameters:
    given = ((name, value) for name, value in items if value is not None)
    return {name: value for name, value in given if value != [] or name not in without}
