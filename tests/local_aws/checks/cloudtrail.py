"""Checks of the corrections in `corrections/trails.py`."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def trails_by_arn(aws: Any) -> bool:
    trails, bucket = aws.client("cloudtrail"), name()
    aws.client("s3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    by_arn, by_name = (trails.create_trail(Name=name(), S3BucketName=bucket) for _ in range(2))
    trails.delete_trail(Name=by_arn["TrailARN"])
    trails.delete_trail(Name=by_name["Name"])
    left = {trail["TrailARN"] for trail in trails.list_trails()["Trails"]}
    return not left & {by_arn["TrailARN"], by_name["TrailARN"]}
