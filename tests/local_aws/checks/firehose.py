"""Firehose: whether a local AWS does as AWS does."""

import gzip
import json
from typing import Any

from tests.local_aws.checks import ACCOUNT, ROLE, check, deploy, eventually, name

TRANSFORM = """
import base64
def handler(event, context):
    results = {b"good": "Ok", b"drop": "Dropped"}
    return {"records": [
        {"recordId": record["recordId"], "data": base64.b64encode(b"GOOD").decode(),
         "result": results.get(base64.b64decode(record["data"]), "ProcessingFailed")}
        for record in event["records"]]}
"""


def delivered(
    aws: Any, *bodies: str, source: str | None = None, compression: str = "GZIP"
) -> dict[str, bytes]:
    """The objects that records become, by key."""
    bucket, stream = name(), name()
    s3, firehose = aws.client("s3"), aws.client("firehose")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    settings: dict[str, Any] = {
        "BucketARN": f"arn:aws:s3:::{bucket}",
        "RoleARN": ROLE,
        "CompressionFormat": compression,
        "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
        "Prefix": "good/",
    }
    if source:
        function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{deploy(aws, source)}"
        parameters = [{"ParameterName": "LambdaArn", "ParameterValue": function}]
        processors = [{"Type": "Lambda", "Parameters": parameters}]
        settings["ProcessingConfiguration"] = {"Enabled": True, "Processors": processors}
    firehose.create_delivery_stream(DeliveryStreamName=stream, ExtendedS3DestinationConfiguration=settings)
    firehose.put_record_batch(DeliveryStreamName=stream, Records=[{"Data": body.encode()} for body in bodies])
    eventually(lambda: s3.list_objects_v2(Bucket=bucket)["KeyCount"] > 0, 5)
    return {
        each["Key"]: s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
        for each in s3.list_objects_v2(Bucket=bucket)["Contents"]
    }


@check
def delivery_compression(aws: Any) -> bool:
    ((key, body),) = delivered(aws, "a").items()
    ((plain_key, plain),) = delivered(aws, "a", compression="UNCOMPRESSED").items()
    return key.endswith(".gz") and gzip.decompress(body) == b"a" and plain == b"a" and plain_key[-3:] != ".gz"


@check
def delivery_transforms(aws: Any) -> bool:
    mixed = delivered(aws, "good", "drop", "bad", source=TRANSFORM, compression="UNCOMPRESSED")
    errors = [json.loads(body) for key, body in mixed.items() if key.startswith("errors/processing-failed/")]
    broken = delivered(aws, "any", source="def handler(event, context): raise ValueError()")
    (failed,) = [json.loads(body) for body in broken.values()]
    return (
        [body for key, body in mixed.items() if key.startswith("good/")] == [b"GOOD"]
        and [error["rawData"] for error in errors] == ["YmFk"]
        and errors[0]["errorCode"] == "Lambda.ProcessingFailedStatus"
        and (failed["errorCode"], failed["attemptsMade"]) == ("Lambda.FunctionError", 4)
    )


@check
def delivery_settings(aws: Any) -> bool:
    stream, firehose = name(), aws.client("firehose")
    firehose.create_delivery_stream(
        DeliveryStreamName=stream,
        ExtendedS3DestinationConfiguration={"BucketARN": "arn:aws:s3:::any", "RoleARN": ROLE},
    )
    told = firehose.describe_delivery_stream(DeliveryStreamName=stream)["DeliveryStreamDescription"]
    settings = told["Destinations"][0]["ExtendedS3DestinationDescription"]
    return bool(settings.get("CustomTimeZone") == "UTC" and settings["FileExtension"] == "")


@check
def destinations_are_described(aws: Any) -> bool:
    bucket, firehose, stream = name(), aws.client("firehose"), name()
    aws.client("s3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    endpoint = {"Url": "https://example.com/records", "Name": "example", "AccessKey": "kept-secret"}
    firehose.create_delivery_stream(
        DeliveryStreamName=stream,
        HttpEndpointDestinationConfiguration={
            "EndpointConfiguration": endpoint,
            "RequestConfiguration": {"ContentEncoding": "GZIP"},
            "RoleARN": ROLE,
            "S3Configuration": {"RoleARN": ROLE, "BucketARN": f"arn:aws:s3:::{bucket}"},
        },
    )
    described = firehose.describe_delivery_stream(DeliveryStreamName=stream)["DeliveryStreamDescription"]
    found = described["Destinations"][0]["HttpEndpointDestinationDescription"]
    return (
        found["RequestConfiguration"]["ContentEncoding"] == "GZIP"
        and found["S3DestinationDescription"]["BucketARN"].endswith(bucket)
        and found["EndpointConfiguration"] == {"Url": endpoint["Url"], "Name": "example"}
    )
