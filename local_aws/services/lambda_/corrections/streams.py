"""Lambda's reading of Kinesis and DynamoDB streams: where the engine differs from AWS."""

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ministack.services import firehose, kinesis, lambda_svc, sns, sqs

from local_aws.authorisation import deliveries
from local_aws.corrections import correction

Record = dict[str, Any]
Mapping = dict[str, Any]


@correction
def stream_batches() -> None:
    """AWS: a failed batch is halved, sent again and given up as its mapping says, and what the function
    reports as done is not sent again. MiniStack: sends the same batch for ever, whatever was reported.

    https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
    https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
    """
    reader = threading.local()
    shards: dict[tuple[str, str], _Shard] = {}
    filtered, execute = lambda_svc._apply_filter_criteria, lambda_svc._execute_function

    # The engine's reader filters a batch, executes the function with it, and goes on behind it when that was
    # no error. Otherwise it comes again with it after a second, and with what the shard got since.
    def filter_noting_mapping(records: list[Record], mapping: Mapping) -> list[Record]:
        reader.mapping = mapping
        kept: list[Record] = filtered(records, mapping)
        return kept

    def execute_in_parts(function: Any, event: Any) -> Any:
        records = event.get("Records") if isinstance(event, dict) else None
        mapping = getattr(reader, "mapping", None)
        if not mapping or not records or records[0].get("eventSource") not in ("aws:kinesis", "aws:dynamodb"):
            return execute(function, event)
        place = (mapping["UUID"], _shard(records[0]))
        shard = shards.setdefault(place, _Shard(mapping))
        shard.add(records)
        result = shard.work(lambda part: execute(function, {"Records": part}), function)
        if not result.get("error"):
            shards.pop(place)
        return result

    lambda_svc._apply_filter_criteria = filter_noting_mapping
    lambda_svc._execute_function = execute_in_parts


class _Shard:
    """What one mapping has read of one shard and is not done with: parts of a batch, in their order."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._parts: deque[list[Record]] = deque()
        self._attempts = 0  # of the first part
        self._last = -1

    def add(self, records: list[Record]) -> None:
        if new := [record for record in records if _number(record) > self._last]:
            self._parts.append(new)
            self._last = _number(new[-1])

    def work(self, send: Any, function: Any) -> Any:
        """Send part after part. The result is an error when the first one has to wait for another attempt."""
        result: Any = {"body": None}
        while self._parts:
            records = self._parts.popleft()
            old = [record for record in records if self._is_too_old(record)]
            if old:
                self._give_up(old, "RecordAgeExceeded", function, result)
                self._put_back(records[len(old) :])
                continue
            result = send(records)
            done = self._done(records, result)
            if 0 < done < len(records):
                self._put_back(records[done:])
            elif done == len(records):
                self._attempts = 0
            elif len(records) > 1 and self._mapping.get("BisectBatchOnFunctionError"):
                half = len(records) // 2  # costs no retry
                self._put_back(records[:half], records[half:])
            else:
                self._attempts += 1
                if self._attempts <= self._retries():
                    self._parts.appendleft(records)
                    return {**result, "error": True}
                self._give_up(records, "RetryAttemptsExhausted", function, result)
                self._attempts = 0
        return {"body": None}

    def _put_back(self, *parts: list[Record]) -> None:
        self._parts.extendleft(part for part in reversed(parts) if part)
        self._attempts = 0

    def _retries(self) -> float:
        retries = self._mapping.get("MaximumRetryAttempts", -1)
        return float("inf") if retries == -1 else retries

    def _is_too_old(self, record: Record) -> bool:
        limit = int(self._mapping.get("MaximumRecordAgeInSeconds", -1))
        return limit != -1 and time.time() - _arrival(record) > limit

    def _done(self, records: list[Record], result: Any) -> int:
        """How many of the records, from the first, the function is done with."""
        if result.get("error") or result.get("throttle"):
            return 0
        body = result.get("body")
        body = json.loads(body) if isinstance(body, str | bytes) and body else body
        reports = "ReportBatchItemFailures" in self._mapping.get("FunctionResponseTypes", [])
        failures = body.get("batchItemFailures") if reports and isinstance(body, dict) else None
        if not failures:
            return len(records)
        numbers = [str(_number(record)) for record in records]
        named = [str(failure.get("itemIdentifier") or "").lstrip("0") for failure in failures]
        known = all(number in numbers for number in named)
        return min(numbers.index(number) for number in named) if known else 0

    def _give_up(self, records: list[Record], condition: str, function: Any, result: Any) -> None:
        target = self._mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        if not target:
            return
        config = function.get("config", function)
        source = records[0]["eventSource"]
        context = {"statusCode": 200, "executedVersion": config.get("Version", "$LATEST")}
        if result.get("error"):
            context["functionError"] = "Unhandled"
        report = {
            "requestContext": {
                "requestId": str(uuid4()),
                "functionArn": self._mapping["FunctionArn"],
                "condition": condition,
                "approximateInvokeCount": self._attempts,
            },
            "responseContext": context,
            "version": "1.0",
            "timestamp": _clock(time.time()),
            "KinesisBatchInfo" if source == "aws:kinesis" else "DDBStreamBatchInfo": {
                "shardId": _shard(records[0]),
                "startSequenceNumber": _sequence(records[0]),
                "endSequenceNumber": _sequence(records[-1]),
                "approximateArrivalOfFirstRecord": _clock(_arrival(records[0])),
                "approximateArrivalOfLastRecord": _clock(_arrival(records[-1])),
                "batchSize": len(records),
                "streamArn": records[0]["eventSourceARN"],
            },
        }
        action = "s3:PutObject" if ":s3:::" in target else ""
        sender = deliveries.Sender.as_role(config["Role"], config["FunctionName"])
        if not deliveries.denied(sender, f"{target}/aws/lambda" if action else target, action):
            self._report(target, report, records)

    def _report(self, target: str, report: dict[str, Any], records: list[Record]) -> None:
        """A queue and a topic get what is known of the records, a bucket the records too."""
        if ":s3:::" in target:
            report["payload"] = json.dumps({"Records": records})
            folder = f"aws/lambda/{self._mapping['UUID']}/{_shard(records[0])}"
            name = f"{datetime.now(UTC):%Y/%m/%d/%Y-%m-%dT%H.%M.%S}-{uuid4()}"
            firehose._put_s3_object(
                target.rpartition(":")[2], f"{folder}/{name}", json.dumps(report).encode()
            )
        elif ":sqs:" in target:
            queue = sqs._queue_by_arn(target)
            sqs._act_send_message({"MessageBody": json.dumps(report)}, queue["url"])
        elif ":sns:" in target:
            sns._fanout(target, str(uuid4()), json.dumps(report), "", "", {})


def _sequence(record: Record) -> str:
    if "kinesis" in record:
        return str(record["kinesis"]["sequenceNumber"])
    return str(record["dynamodb"]["SequenceNumber"])


def _number(record: Record) -> int:
    return int(_sequence(record))


def _arrival(record: Record) -> float:
    if "kinesis" in record:
        return float(record["kinesis"]["approximateArrivalTimestamp"])
    return float(record["dynamodb"]["ApproximateCreationDateTime"])


def _shard(record: Record) -> str:
    """A table's stream is one shard here."""
    if "kinesis" in record:
        return str(record["eventID"]).partition(":")[0]
    return "shardId-00000000000000000000-00000000"


def _clock(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@correction
def stream_consumers() -> None:
    """AWS: a mapping may read a stream through a registered consumer. MiniStack: refuses the consumer's ARN.

    https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
    """
    name, each = lambda_svc._kinesis_stream_name_from_arn_spec, lambda_svc._iter_all_esms

    def name_of(source: Any) -> str | None:
        found: str | None = name(replace(source, resource=source.resource.partition("/consumer/")[0]))
        return found

    def each_by_its_stream() -> Iterator[tuple[str, str, Mapping]]:
        for account, region, mapping in each():
            stream, consumer, _ = mapping.get("EventSourceArn", "").partition("/consumer/")
            yield account, region, {**mapping, "EventSourceArn": stream} if consumer else mapping

    lambda_svc._kinesis_stream_name_from_arn_spec = name_of
    lambda_svc._iter_all_esms = each_by_its_stream


@correction
def stream_windows() -> None:
    """AWS: a mapping keeps its tumbling window. MiniStack: forgets it. Neither runs it here.

    https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html
    """
    create, update = lambda_svc._create_esm, lambda_svc._update_esm

    def keep(asked: Any, answer: Any) -> Any:
        status, _, body = answer
        if status >= 300 or "TumblingWindowInSeconds" not in asked:
            return answer
        mapping = lambda_svc._esms[json.loads(body)["UUID"]]
        mapping["TumblingWindowInSeconds"] = asked["TumblingWindowInSeconds"]
        return lambda_svc.json_response(lambda_svc._esm_response(mapping), status)

    lambda_svc._create_esm = lambda data: keep(data, create(data))
    lambda_svc._update_esm = lambda uuid, data: keep(data, update(uuid, data))


@correction
def stream_tags() -> None:
    """AWS: a stream may be made with its tags. MiniStack: forgets those.

    https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
    """
    create = kinesis._create_stream

    def create_with_tags(asked: Any) -> Any:
        answer = create(asked)
        if answer[0] == 200:
            kinesis._streams[asked["StreamName"]]["tags"].update(asked.get("Tags", {}))
        return answer

    kinesis._create_stream = create_with_tags


@correction
def stream_modes() -> None:
    """AWS: a stream changes between shards and on demand. MiniStack: knows no such action.

    https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html
    """
    handle = kinesis.handle_request

    async def with_modes(method: str, path: str, headers: Any, body: Any, query: Any) -> Any:
        if not headers.get("x-amz-target", "").endswith(".UpdateStreamMode"):
            return await handle(method, path, headers, body, query)
        asked = json.loads(body)
        name, stream = kinesis._resolve_stream(asked)
        if stream is None:
            return kinesis.error_response_json("ResourceNotFoundException", f"Stream {name} not found", 400)
        stream["StreamModeDetails"] = asked["StreamModeDetails"]
        return kinesis.json_response({})

    kinesis.handle_request = with_modes


@correction
def batches_by_default() -> None:
    """AWS: a mapping reads up to 100 records of a stream at a time, unless it says otherwise. MiniStack: 10.

    https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
    """
    create = lambda_svc._create_esm

    def create_mapping(data: Mapping) -> Any:
        service = data.get("EventSourceArn", "").split(":")[2:3]
        if service != ["sqs"] and not data.get("BatchSize"):
            data = {**data, "BatchSize": 100}
        return create(data)

    lambda_svc._create_esm = create_mapping
