"""Presigned addresses, by `command`.

    upload    an address that takes one document of a customer's, of one content type
    download  an address that gives it

An address may do what this function's role may when it is used. The role may only sign: without an address it
reads and writes nothing.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
"""

import os
import re
import uuid
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

BUCKET = os.environ["BUCKET"]
SECONDS = 60  # for which an address is good, unless less is asked for
_NAME = re.compile(r"[a-z0-9-]{1,40}")

logger = Logger()
s3 = boto3.client("s3", config=Config(signature_version="s3v4", s3={"addressing_style": "path"}))


class RefusedError(Exception):
    """The request names no customer or document as they are."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point."""
    customer, document = event["customer"], event.get("document") or str(uuid.uuid4())
    if not _NAME.fullmatch(customer) or not _NAME.fullmatch(document):
        raise RefusedError("customer and document are 1 to 40 small letters, digits or hyphens")
    asked: dict[str, str] = {"Bucket": BUCKET, "Key": f"{customer}/{document}"}
    if event["command"] == "upload":
        operation, asked["ContentType"] = "put_object", event["content_type"]
    elif event["command"] == "download":
        operation = "get_object"
    else:
        raise RefusedError(f"there is no command {event['command']!r}")
    seconds = max(1, min(SECONDS, event.get("seconds", SECONDS)))
    url = s3.generate_presigned_url(operation, Params=asked, ExpiresIn=seconds)
    logger.info("signed", command=event["command"], key=asked["Key"], seconds=seconds)
    return {"document": document, "url": url, "seconds": seconds}
