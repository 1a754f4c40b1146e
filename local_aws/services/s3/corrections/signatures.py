"""S3: what a request's signature tells policies."""

from datetime import UTC, datetime
from typing import Any

from ministack.core import iam_actions

from local_aws.corrections import correction


@correction
def condition_keys_of_signatures() -> None:
    """AWS: policies know how a request was signed, and how old a presigned address is. MiniStack: no.

    https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
    """
    context_of = iam_actions.s3_service_context

    def s3_service_context(action: str, params: Any, *more: Any, **named: Any) -> dict[str, Any]:
        return {**context_of(action, params, *more, **named), **_keys(params or {})}

    iam_actions.s3_service_context = s3_service_context


def _keys(params: dict[str, Any]) -> dict[str, str]:
    if "AWSAccessKeyId" in params:  # Signature Version 2
        return {"s3:authType": "REST-QUERY-STRING", "s3:signatureversion": "AWS", "s3:signatureAge": "0"}
    if "X-Amz-Signature" not in params:
        return {"s3:authType": "REST-HEADER"}
    keys = {"s3:authType": "REST-QUERY-STRING", "s3:signatureversion": "AWS4-HMAC-SHA256"}
    at = params.get("X-Amz-Date", "")
    try:
        signed = datetime.strptime(at[0] if isinstance(at, list) else at, "%Y%m%dT%H%M%SZ").replace(
            tzinfo=UTC
        )
    except (ValueError, IndexError):
        return keys
    age = (datetime.now(UTC) - signed).total_seconds() * 1000
    return {**keys, "s3:signatureAge": str(max(0, int(age)))}
