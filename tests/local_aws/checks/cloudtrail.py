"""CloudTrail: whether a local AWS does as AWS does."""

import json
from typing import Any

from tests.local_aws.checks import check, name


def bucket_for_trails(aws: Any) -> str:
    s3, bucket = aws.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": ["s3:GetBucketAcl", "s3:PutObject"],
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)
    return bucket


@check
def trails_as_asked_for(aws: Any) -> bool:
    trails, bucket = aws.client("cloudtrail"), bucket_for_trails(aws)
    one, other = (trails.create_trail(Name=name(), S3BucketName=bucket) for _ in range(2))
    found = [
        [trail["Name"] for trail in trails.describe_trails(trailNameList=[asked])["trailList"]]
        for asked in (one["Name"], other["TrailARN"])
    ]
    for trail in (one, other):
        trails.delete_trail(Name=trail["Name"])
    return bool(found == [[one["Name"]], [other["Name"]]])


@check
def trails_by_arn(aws: Any) -> bool:
    trails, bucket = aws.client("cloudtrail"), bucket_for_trails(aws)
    by_arn, by_name = (trails.create_trail(Name=name(), S3BucketName=bucket) for _ in range(2))
    trails.delete_trail(Name=by_arn["TrailARN"])
    trails.delete_trail(Name=by_name["Name"])
    left = {trail["TrailARN"] for trail in trails.list_trails()["Trails"]}
    return not left & {by_arn["TrailARN"], by_name["TrailARN"]}
