"""Checks of the corrections in `corrections/buckets.py`."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator.checks import check, name


@check
def bucket_metrics(aws: Any) -> bool:
    s3, bucket = aws.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    wanted = {"Bucket": bucket, "Id": "all"}
    s3.put_bucket_metrics_configuration(**wanted, MetricsConfiguration={"Id": "all"})
    found = s3.get_bucket_metrics_configuration(**wanted)["MetricsConfiguration"]
    s3.delete_bucket_metrics_configuration(**wanted)
    with pytest.raises(ClientError, match="NoSuchConfiguration"):
        s3.get_bucket_metrics_configuration(**wanted)
    return bool(found == {"Id": "all"})
