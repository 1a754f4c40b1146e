"""Firehose: where the engine differs from AWS. Neither buffers: here each record is an object at once."""

import base64
import gzip
import json
import threading
import time
from typing import Any
from uuid import uuid4

from ministack.services import firehose, lambda_svc

from local_aws.corrections import correction
from local_aws.services.firehose.authorisation import may_transform

_TRIES = 4  # three retries


@correction
def delivery_compression() -> None:
    """AWS: objects are compressed as the delivery stream says. MiniStack: writes them as they are.

    https://docs.aws.amazon.com/firehose/latest/dev/create-destination.html
    """
    under_way = threading.local()
    deliver, put = firehose._deliver_to_s3, firehose._put_s3_object

    def deliver_noting_format(stream: Any, destination: Any, data: bytes, *keys: Any) -> None:
        under_way.data = data if destination["config"].get("CompressionFormat") == "GZIP" else None
        try:
            deliver(stream, destination, data, *keys)
        finally:
            under_way.data = None

    def put_compressed(bucket: str, key: str, body: bytes) -> None:
        if body is getattr(under_way, "data", None):
            put(bucket, f"{key}.gz", gzip.compress(body))
        else:
            put(bucket, key, body)

    firehose._deliver_to_s3, firehose._put_s3_object = deliver_noting_format, put_compressed


@correction
def delivery_transforms() -> None:
    """AWS: what the function fails to transform goes below the error prefix, after three retries where the
    function itself failed. MiniStack: delivers it as it was, or drops it.

    https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
    """
    apply = firehose._apply_lambda_processors

    def transform(stream: Any, destination: Any, records: Any, **sinks: Any) -> Any:
        function = _function(destination["config"])
        if function is None or destination["type"] not in ("ExtendedS3", "S3"):
            return apply(stream, destination, records, **sinks)
        if may_transform(destination, function):
            answers, tries = _call(function, stream, records)
        else:
            answers, tries = {identifier: {"result": "Denied"} for identifier, _ in records}, 1
        done = []
        for identifier, data in records:
            answer = answers.get(identifier) or {"result": "Missing"}
            if answer["result"] == "Ok":
                keys = (answer.get("metadata") or {}).get("partitionKeys") or {}
                if sinks.get("partition_sink") is not None:
                    sinks["partition_sink"][identifier] = keys
                done.append((identifier, base64.b64decode(answer["data"])))
            elif answer["result"] != "Dropped":
                _put_error(stream, destination["config"], data, function, answer["result"], tries)
        return done

    firehose._apply_lambda_processors = transform


def _function(settings: Any) -> str | None:
    """ARN of the function that transforms."""
    processing = settings.get("ProcessingConfiguration") or {}
    processors = processing.get("Processors", []) if processing.get("Enabled") else []
    parameters = [each for one in processors if one["Type"] == "Lambda" for each in one["Parameters"]]
    return next((each["ParameterValue"] for each in parameters if each["ParameterName"] == "LambdaArn"), None)


def _call(function: str, stream: Any, records: Any) -> tuple[dict[str, Any], int]:
    """The function's answers by record, and how often it was called."""
    name, qualifier = lambda_svc._resolve_name_and_qualifier(function)
    code, _ = lambda_svc._get_func_record_for_qualifier(name, qualifier)
    event = {
        "invocationId": str(uuid4()),
        "deliveryStreamArn": stream["arn"],
        "region": stream["arn"].split(":")[3],
        "records": [
            {
                "recordId": identifier,
                "approximateArrivalTimestamp": int(time.time() * 1000),
                "data": base64.b64encode(data).decode(),
            }
            for identifier, data in records
        ],
    }
    for attempt in range(1, _TRIES + 1):
        result: Any = lambda_svc._execute_function(code, event) if code else {"error": True}
        if not result.get("error"):
            body = result.get("body")
            body = json.loads(body) if isinstance(body, str | bytes) else body
            return {each["recordId"]: each for each in body["records"]}, attempt
    return {identifier: {"result": "Error"} for identifier, _ in records}, _TRIES


# https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html
_CODES = {
    "Denied": "Lambda.InvokeAccessDenied",
    "Error": "Lambda.FunctionError",
    "Missing": "Lambda.MissingRecordId",
    "ProcessingFailed": "Lambda.ProcessingFailedStatus",
}


def _put_error(stream: Any, settings: Any, data: bytes, function: str, result: str, tries: int) -> None:
    now = time.gmtime()
    prefix = firehose._evaluate_prefix(
        settings.get("ErrorOutputPrefix") or "!{firehose:error-output-type}/",
        now,
        error_type="processing-failed",
    )
    told = {
        "attemptsMade": tries,
        "arrivalTimestamp": int(time.time() * 1000),
        "errorCode": _CODES.get(result, "Lambda.InvalidResult"),
        "attemptEndingTimestamp": int(time.time() * 1000),
        "rawData": base64.b64encode(data).decode(),
        "lambdaArn": function,
    }
    name = f"{stream['name']}-{stream['version']}-{time.strftime('%Y-%m-%d-%H-%M-%S', now)}-{uuid4()}"
    firehose._put_s3_object(
        firehose._s3_bucket_from_arn(settings["BucketARN"]),
        f"{prefix}{name}",
        (json.dumps(told) + "\n").encode(),
    )


@correction
def delivery_settings() -> None:
    """AWS: shows in which time zone and with which ending objects are named. MiniStack: leaves both out.

    https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationDescription.html
    """
    describe = firehose._dest_description

    def describe_with_names(destination: Any) -> Any:
        told = describe(destination)
        settings = told.get("ExtendedS3DestinationDescription")
        if settings is not None:
            settings["CustomTimeZone"] = destination["config"].get("CustomTimeZone", "UTC")
            settings["FileExtension"] = destination["config"].get("FileExtension", "")
        return told

    firehose._dest_description = describe_with_names


@correction
def destinations_are_described() -> None:
    """AWS: describes all that a destination was given, but for keys and passwords. MiniStack: not the bucket,
    the role and the requests of an HTTP endpoint, and the bucket of none in AWS's words.

    https://docs.aws.amazon.com/firehose/latest/APIReference/API_DestinationDescription.html
    """
    describe = firehose._dest_description

    def describe_destination(destination: dict[str, Any]) -> dict[str, Any]:
        described: dict[str, Any] = describe(destination)
        given = {
            _DESCRIBED.get(name, name): value
            for name, value in destination["config"].items()
            if name != "Password"
        }
        if endpoint := given.get("EndpointConfiguration"):
            given["EndpointConfiguration"] = {
                name: value for name, value in endpoint.items() if name != "AccessKey"
            }
            given = {"RetryOptions": {"DurationInSeconds": 300}, **given}
        for name in ("S3DestinationDescription", "S3BackupDescription"):
            if name in given:
                given[name] = {**_BUCKET, **given[name]}
        found = {_KINDS.get(name, name): value for name, value in described.items()}
        return {
            name: {**value, **given} if isinstance(value, dict) else value for name, value in found.items()
        }

    firehose._dest_description = describe_destination


_DESCRIBED = {"S3BackupConfiguration": "S3BackupDescription", "S3Configuration": "S3DestinationDescription"}
_KINDS = {
    "AmazonOpenSearchDestinationDescription": "AmazonopensearchserviceDestinationDescription",
}
_BUCKET = {
    "BufferingHints": {"IntervalInSeconds": 300, "SizeInMBs": 5},
    "CloudWatchLoggingOptions": {"Enabled": False},
    "CompressionFormat": "UNCOMPRESSED",
    "EncryptionConfiguration": {"NoEncryptionConfig": "NoEncryption"},
}
