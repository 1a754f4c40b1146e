"""Configurations of buckets."""

import re
from typing import Any

from ministack.core.responses import AccountScopedDict
from ministack.services import s3

from local_aws.corrections import correction

Answer = tuple[int, dict[str, str], bytes]


@correction
def bucket_metrics() -> None:
    """AWS: a bucket's metrics configurations are set, read and deleted. MiniStack: makes a bucket of them.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html
    """
    _keep("metrics")


@correction
def bucket_inventories() -> None:
    """AWS: a bucket's inventories likewise. MiniStack: makes a bucket of them. None is written here.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html
    """
    _keep("inventory")


@correction
def bucket_archives() -> None:
    """AWS: the archives of a bucket's Intelligent-Tiering likewise. MiniStack: makes a bucket of them.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html
    """
    _keep("intelligent-tiering")


@correction
def bucket_analyses() -> None:
    """AWS: a bucket has storage class analyses. MiniStack: creates and deletes the bucket instead.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html
    """
    _keep("analytics")


@correction
def who_pays_for_requests() -> None:
    """AWS: says who pays for requests to a bucket. MiniStack: lists its objects instead.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html
    """
    handle = s3.handle_request

    async def and_payer(
        method: str, path: str, headers: Any, body: bytes, query: Any, **options: Any
    ) -> Answer:
        if method == "GET" and "requestPayment" in query:
            query = {**query, "request-payment": query["requestPayment"]}
        answer: Answer = await handle(method, path, headers, body, query, **options)
        return answer

    s3.handle_request = and_payer


@correction
def transitions_of_small_objects() -> None:
    """AWS: a lifecycle says from which size on objects move. MiniStack: always from 128 KB on.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
    """
    handle, header = s3.handle_request, "x-amz-transition-default-minimum-object-size"

    async def and_say(
        method: str, path: str, headers: Any, body: bytes, query: Any, **options: Any
    ) -> Answer:
        answer: Answer = await handle(method, path, headers, body, query, **options)
        bucket = s3._buckets.get(s3._parse_bucket_key(path, headers)[0])
        if "lifecycle" not in query or bucket is None or answer[0] != 200:
            return answer
        if method == "PUT":
            bucket["transitions from"] = headers.get(header, "all_storage_classes_128K")
        return answer[0], {**answer[1], header: bucket.get("transitions from", answer[1][header])}, answer[2]

    s3.handle_request = and_say


@correction
def versions_of_locked_buckets() -> None:
    """AWS: the versioning of a bucket with Object Lock stays as it is. MiniStack: can be suspended.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
    """
    put = s3._put_bucket_versioning

    def put_bucket_versioning(name: str, body: bytes) -> Answer:
        if s3._bucket_object_lock.get(name) and b">Suspended<" in body:
            text = (
                "An Object Lock configuration is present on this bucket, so the versioning state cannot be "
                "changed."
            )
            refused: Answer = s3._error("InvalidBucketState", text, 409, f"/{name}")
            return refused
        answer: Answer = put(name, body)
        return answer

    s3._put_bucket_versioning = put_bucket_versioning


def _keep(kind: str) -> None:
    """Configurations of this kind, which a bucket has by their ids."""
    handle = s3.handle_request

    async def and_keep(
        method: str, path: str, headers: Any, body: bytes, query: Any, **options: Any
    ) -> Answer:
        bucket = s3._buckets.get(s3._parse_bucket_key(path, headers)[0])
        if bucket is None or not {kind, "id"} <= query.keys():
            answer: Answer = await handle(method, path, headers, body, query, **options)
            return answer
        configurations, name = bucket.setdefault(kind, {}), query["id"][0]
        if method == "PUT":
            configurations[name] = body
            return 200, {}, b""
        if name not in configurations:
            refused: Answer = s3._error(
                "NoSuchConfiguration", "The specified configuration does not exist.", 404, path
            )
            return refused
        if method == "DELETE":
            del configurations[name]
            return 204, {}, b""
        return 200, {"Content-Type": "application/xml"}, configurations[name]

    s3.handle_request = and_keep


@correction
def deletes_with_mfa() -> None:
    """AWS: says whether deletes need MFA, once it was set. MiniStack: forgets it.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
    """
    get, put = s3._get_bucket_versioning, s3._put_bucket_versioning
    kept = s3._bucket_mfa_deletes = AccountScopedDict()

    def get_bucket_versioning(name: str) -> Answer:
        status, headers, body = get(name)
        if status == 200 and name in s3._bucket_versioning and name in kept:
            shown = f"<MfaDelete>{kept[name]}</MfaDelete></VersioningConfiguration>"
            body = body.replace(b"</VersioningConfiguration>", shown.encode())
        return status, headers, body

    def put_bucket_versioning(name: str, body: bytes) -> Answer:
        answer: Answer = put(name, body)
        if answer[0] == 200 and (given := re.search(rb"<MfaDelete>(\w+)<", body)):
            kept[name] = given[1].decode()
        return answer

    s3._get_bucket_versioning = get_bucket_versioning
    s3._put_bucket_versioning = put_bucket_versioning
