"""S3: what a bucket's settings name. MiniStack itself refuses destinations of notifications.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
"""

from collections.abc import Iterator

from local_aws.references import existing
from local_aws.references.rules import Parameters, Rule, named


def _log_bucket(parameters: Parameters) -> Iterator[str]:
    return existing.missing_buckets(*named(parameters.get("BucketLoggingStatus"), "TargetBucket"))


def _copies(parameters: Parameters) -> Iterator[str]:
    """Buckets of other accounts are unknown here."""
    for destination in named(parameters.get("ReplicationConfiguration"), "Destination"):
        if not destination.get("Account"):
            yield from existing.missing_buckets(destination["Bucket"].rpartition(":")[2])


MISSING = (
    Rule(
        "PutBucketPolicy",
        lambda parameters: existing.missing_in_policy(parameters.get("Policy")),
        "MalformedPolicy",
        "Invalid principal in policy",
    ),
    Rule(
        "PutBucketLogging",
        _log_bucket,
        "InvalidTargetBucketForLogging",
        "The target bucket for logging does not exist",
    ),
    Rule("PutBucketReplication", _copies, "InvalidRequest", "Destination bucket must exist."),
)
