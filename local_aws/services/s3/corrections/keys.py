"""Keys of objects."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ministack.core.responses import get_region
from ministack.services import s3

from local_aws.authorisation import callers, keys
from local_aws.authorisation.evaluation import Decision, Principal
from local_aws.corrections import correction

_KEY = "x-amz-server-side-encryption-aws-kms-key-id"
_ALGORITHM = "x-amz-server-side-encryption"
_BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled"


@dataclass(frozen=True)
class _Object:
    """What a request is about."""

    method: str
    bucket: str
    key: str
    in_parts: bool = False


_asked: ContextVar[_Object] = ContextVar("asked")


@correction
def keys_of_objects() -> None:
    """AWS: who writes or reads an object with SSE-KMS must be allowed to use its key. MiniStack: anybody may.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
    """
    callers.mark_calls(s3)
    handle, write, read = s3.handle_request, s3._resolve_sse_write_headers, s3._check_sse_read_headers
    read_source = s3._check_sse_c_copy_source

    async def handle_request(
        method: str, path: str, headers: Any, body: bytes, query: Any, *rest: Any, **options: Any
    ) -> Any:
        bucket, key = s3._parse_bucket_key(path, headers)
        token = _asked.set(_Object(method, bucket, key, in_parts="uploads" in query))
        try:
            return await handle(method, path, headers, body, query, *rest, **options)
        finally:
            _asked.reset(token)

    def resolve_write(headers: Any, bucket: str) -> Any:
        asked = _asked.get(None)
        found, refused = write(headers, bucket)
        # Parts are read once more when all are there.
        operations = ("GenerateDataKey", "Decrypt") if asked and asked.in_parts else ("GenerateDataKey",)
        refused = refused or _refusal(found or {}, asked, *operations)
        return (None, refused) if refused else (found, None)

    def check_read(headers: Any, record: Any) -> Any:
        asked = _asked.get(None)
        refused = read(headers, record)
        if refused or asked is None or asked.method != "GET":  # nothing is decrypted for HEAD
            return refused
        return _refusal(s3._stored_sse_headers(record), asked, "Decrypt")

    def check_read_of_source(headers: Any, record: Any) -> Any:
        source = unquote(headers.get("x-amz-copy-source", "")).lstrip("/").partition("?")[0]
        bucket, _, key = source.partition("/")
        refused = read_source(headers, record)
        return refused or _refusal(s3._stored_sse_headers(record), _Object("GET", bucket, key), "Decrypt")

    s3.handle_request = handle_request
    s3._resolve_sse_write_headers, s3._check_sse_read_headers = resolve_write, check_read
    s3._check_sse_c_copy_source = check_read_of_source


def _refusal(encryption: dict[str, str], asked: _Object | None, *operations: str) -> Any:
    """The answer to a caller who may not use a key; None to who may, and to other services."""
    principal = callers.caller(s3)
    if principal is None or asked is None or encryption.get(_ALGORITHM) != "aws:kms":
        return None
    key = encryption.get(_KEY) or "alias/aws/s3"
    failure = key_denied(principal, key, asked.bucket, asked.key, *operations)
    if failure is None:
        return None
    arn = f"arn:aws:s3:::{asked.bucket}/{asked.key}"
    kind, message = callers.failure_of(failure), callers.message_of(failure, principal, arn)
    if kind == "AccessDenied":
        return s3._error("AccessDenied", message, 403, f"/{asked.bucket}/{asked.key}")
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#KMSErrorCodeList
    code = {"Disabled": "KMS.DisabledException", "NotFound": "KMS.NotFoundException"}
    return s3._error(code.get(kind, "KMS.KMSInvalidStateException"), message, 400)


def key_denied(principal: Principal, key: str, bucket: str, name: str, *operations: str) -> Decision | None:
    """The denial of the key of an object; None if it is allowed. With a bucket key, the bucket is meant.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
    """
    has_bucket_key = "<BucketKeyEnabled>true<" in (s3._bucket_encryption.get(bucket) or "")
    arn = f"arn:aws:s3:::{bucket}" + ("" if has_bucket_key else f"/{name}")
    region = (s3._buckets.get(bucket) or {}).get("region") or get_region()
    via = f"s3.{region}.amazonaws.com"
    return keys.may_use(principal, key, *operations, via=via, encryption_context={"aws:s3:arn": arn})
