"""Checks of what S3 asks of functions and keys."""

import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from botocore.config import Config

from tests.local_aws.checks import ACCOUNT, check, deploy, name, refused_as, user


def _bucket(aws: Any) -> str:
    called = name()
    aws.client("s3").create_bucket(
        Bucket=called, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    return called


@check
def notifications_to_functions(aws: Any) -> bool:
    s3, bucket, function = aws.client("s3"), _bucket(aws), deploy(aws, "def handler(event, context): pass")
    arn = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{function}"
    wanted = {"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"]}
    asked = {
        "Bucket": bucket,
        "NotificationConfiguration": {"LambdaFunctionConfigurations": [wanted]},
    }
    before = refused_as(s3.put_bucket_notification_configuration, **asked)
    aws.client("lambda").add_permission(
        FunctionName=function,
        StatementId="s3",
        Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com",
        SourceArn=f"arn:aws:s3:::{bucket}",
        SourceAccount=ACCOUNT,
    )
    return (
        before == "InvalidArgument" and refused_as(s3.put_bucket_notification_configuration, **asked) is None
    )


@check
def keys_of_objects(aws: Any) -> bool:
    kms, s3, bucket = aws.client("kms"), aws.client("s3"), _bucket(aws)
    key = kms.create_key()["KeyMetadata"]["Arn"]
    encrypted = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
    s3.put_object(Bucket=bucket, Key="k", Body=b"x", **encrypted)
    kms.disable_key(KeyId=key)
    written = refused_as(s3.put_object, Bucket=bucket, Key="k", Body=b"x", **encrypted)
    read = refused_as(s3.get_object, Bucket=bucket, Key="k")
    s3.head_object(Bucket=bucket, Key="k")
    return written == read == "KMS.DisabledException"


@check
def condition_keys_of_signatures(aws: Any) -> bool:
    bucket = _bucket(aws)
    aws.client("s3").put_object(Bucket=bucket, Key="k", Body=b"x")
    only_by_address = {
        "StringEquals": {"s3:authType": "REST-QUERY-STRING"},
        "NumericLessThan": {"s3:signatureAge": "6000"},
    }
    right = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": only_by_address,
    }
    s3 = user(aws, name(), right)("s3", config=Config(signature_version="s3v4"))
    address = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "k"}, ExpiresIn=60)

    def status() -> int:
        try:
            with urlopen(address) as answer:
                return int(answer.status)
        except HTTPError as refused:
            return refused.code

    directly, early = refused_as(s3.get_object, Bucket=bucket, Key="k"), status()
    time.sleep(6.1)
    return (directly, early, status()) == ("AccessDenied", 200, 403)
