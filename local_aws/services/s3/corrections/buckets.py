"""Configurations of buckets."""

from typing import Any

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
