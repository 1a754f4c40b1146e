"""S3: whether a local AWS does as AWS does."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.checks import check, name


@check
def bucket_metrics(aws: Any) -> bool:
    return kept(aws, "metrics", {"Id": "all"})


@check
def bucket_inventories(aws: Any) -> bool:
    destination = {"S3BucketDestination": {"Bucket": "arn:aws:s3:::lists", "Format": "CSV"}}
    wanted = {
        "Destination": destination,
        "Id": "all",
        "IncludedObjectVersions": "Current",
        "IsEnabled": True,
        "Schedule": {"Frequency": "Daily"},
    }
    return kept(aws, "inventory", wanted)


@check
def bucket_archives(aws: Any) -> bool:
    tiers = [{"AccessTier": "ARCHIVE_ACCESS", "Days": 90}]
    return kept(aws, "intelligent_tiering", {"Id": "all", "Status": "Enabled", "Tierings": tiers})


@check
def bucket_analyses(aws: Any) -> bool:
    return kept(aws, "analytics", {"Id": "all", "StorageClassAnalysis": {}})


@check
def who_pays_for_requests(aws: Any) -> bool:
    s3, bucket = aws.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_request_payment(Bucket=bucket, RequestPaymentConfiguration={"Payer": "Requester"})
    return bool(s3.get_bucket_request_payment(Bucket=bucket).get("Payer") == "Requester")


@check
def transitions_of_small_objects(aws: Any) -> bool:
    s3, bucket = aws.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    rule = {"ID": "a", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}
    s3.put_bucket_lifecycle_configuration(
        Bucket=bucket,
        LifecycleConfiguration={"Rules": [rule]},
        TransitionDefaultMinimumObjectSize="varies_by_storage_class",
    )
    found = s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    return bool(found["TransitionDefaultMinimumObjectSize"] == "varies_by_storage_class")


@check
def versions_of_locked_buckets(aws: Any) -> bool:
    s3, bucket = aws.client("s3"), name()
    place = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place, ObjectLockEnabledForBucket=True)
    try:
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    except ClientError as refused:
        return refused.response["Error"]["Code"] == "InvalidBucketState"
    return False


def kept(aws: Any, kind: str, wanted: dict[str, Any]) -> bool:
    """A configuration of this kind is set, read and deleted."""
    s3, which = aws.client("s3"), {"Bucket": name(), "Id": "all"}
    place = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket=which["Bucket"], CreateBucketConfiguration=place)
    put, get, delete = (
        getattr(s3, f"{verb}_bucket_{kind}_configuration") for verb in ("put", "get", "delete")
    )
    called = "".join(word.title() for word in kind.split("_")) + "Configuration"
    put(**which, **{called: wanted})
    found = get(**which)[called]
    delete(**which)
    with pytest.raises(ClientError, match="NoSuchConfiguration"):
        get(**which)
    return bool(found == wanted)


@check
def deletes_with_mfa(aws: Any) -> bool:
    s3, bucket = aws.client("s3"), {"Bucket": name()}
    s3.create_bucket(**bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_versioning(**bucket, VersioningConfiguration={"Status": "Enabled"})
    before = s3.get_bucket_versioning(**bucket)
    given = {"MFADelete": "Disabled", "Status": "Suspended"}
    s3.put_bucket_versioning(**bucket, VersioningConfiguration=given)
    after = s3.get_bucket_versioning(**bucket)
    return "MFADelete" not in before and (after["MFADelete"], after["Status"]) == ("Disabled", "Suspended")
