"""Kinesis: where the engine differs from AWS."""

import json
from collections.abc import Callable
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import kinesis

from local_aws.authorisation import callers
from local_aws.authorisation.evaluation import Decision, Principal
from local_aws.corrections import correction

Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[[dict[str, Any]], Answer]


@correction
def keys_of_streams() -> None:
    """AWS: who writes to an encrypted stream or reads from it must be allowed to use its key. MiniStack:
    anybody may. https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
    """
    callers.mark_calls(kinesis)
    for name, ask in {
        "_put_record": callers.writer_denied,
        "_put_records": callers.writer_denied,
        "_get_records": callers.reader_denied,
    }.items():
        setattr(kinesis, name, _asking(getattr(kinesis, name), ask))


def _asking(handle: Handler, ask: Callable[[Principal, str], Decision | None]) -> Handler:
    def handle_if_allowed(data: dict[str, Any]) -> Answer:
        principal = callers.caller(kinesis)
        stream = _stream(data)
        failure = ask(principal, stream) if principal and stream else None
        if failure is None or principal is None:
            return handle(data)
        # https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html#API_PutRecord_Errors
        code = f"KMS{callers.failure_of(failure)}Exception"
        message = callers.message_of(failure, principal, stream)
        refused: Answer = error_response_json(code, message, 400)
        return refused

    return handle_if_allowed


def _stream(data: dict[str, Any]) -> str:
    """ARN of the stream that a request is about; "" if it is not there."""
    if "ShardIterator" in data:
        return str((kinesis._shard_iterators.get(data["ShardIterator"]) or {}).get("stream_arn") or "")
    _, stream = kinesis._resolve_stream(data)
    return str(stream["StreamARN"]) if stream else ""


@correction
def sequence_numbers() -> None:
    """AWS: sequence numbers do not begin with 0, and calls take no other. MiniStack: fills up with zeros.

    https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StartingPosition.html
    """
    following = kinesis._next_sequence_number
    kinesis._next_sequence_number = lambda: f"49{following()}"


@correction
def metrics_of_shards() -> None:
    """AWS: a stream's description says which metrics of its shards are on. MiniStack: none, always.

    https://docs.aws.amazon.com/kinesis/latest/APIReference/API_EnableEnhancedMonitoring.html
    """
    describe, summarize = kinesis._stream_desc, kinesis._describe_stream_summary

    def stream_desc(stream: dict[str, Any], *arguments: Any) -> dict[str, Any]:
        return {**describe(stream, *arguments), **_monitoring(stream)}

    def describe_stream_summary(data: dict[str, Any]) -> Answer:
        status, headers, body = summarize(data)
        answer, (_, stream) = json.loads(body), kinesis._resolve_stream(data)
        if not stream:
            return status, headers, body
        answer["StreamDescriptionSummary"] |= _monitoring(stream)
        written: Answer = json_response(answer)
        return written

    kinesis._stream_desc = stream_desc
    kinesis._describe_stream_summary = describe_stream_summary


def _monitoring(stream: dict[str, Any]) -> dict[str, Any]:
    return {"EnhancedMonitoring": [{"ShardLevelMetrics": sorted(stream.get("ShardLevelMetrics", []))}]}
