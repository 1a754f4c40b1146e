"""Where Terraform keeps the state: making the bucket, and reading who holds the lock."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tooling.aws import Target
from tooling.environments import Environment
from tooling.errors import PlatformError


@dataclass(frozen=True)
class Lock:
    """A held state lock, as Terraform writes it next to the state."""

    id: str
    who: str
    operation: str
    created: datetime


def bootstrap(environment: Environment, target: Target, say: Callable[[str], None] = lambda _: None) -> bool:
    """Make the state bucket when it is missing: versioned, encrypted, private, TLS only. Whether it was made.

    Args:
        say: told, in one line, when the bucket is made.

    Raises:
        PlatformError: the bucket belongs to somebody else, or AWS cannot be reached.
    """
    from botocore.exceptions import ClientError

    bucket, region = environment.backend.bucket, environment.region
    with _explained(target):
        s3 = target.client("s3")
        try:
            s3.head_bucket(Bucket=bucket)
            return False
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if status != 404:
                raise _refused(environment, status) from error
        say(f"Making the state bucket {bucket} in {region}")
        # us-east-1 is the one region that must not be named.
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=bucket, **place)
        s3.put_public_access_block(
            Bucket=bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
        )
        s3.put_bucket_encryption(
            Bucket=bucket,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
        )
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(_tls_only(bucket)))
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return True


def lock(environment: Environment, target: Target) -> Lock | None:
    """The lock on the state (`KEY.tflock`), None when it is free.

    Raises:
        PlatformError: AWS cannot be reached.
    """
    from botocore.exceptions import ClientError

    backend = environment.backend
    with _explained(target):
        try:
            found = target.client("s3").get_object(Bucket=backend.bucket, Key=f"{backend.key}.tflock")
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket", "404"):
                return None
            raise _refused(environment, error.response["ResponseMetadata"]["HTTPStatusCode"]) from error
        held = json.loads(found["Body"].read())
    return Lock(
        id=held["ID"],
        who=held["Who"],
        operation=held["Operation"].removeprefix("OperationType").lower(),
        created=datetime.fromisoformat(held["Created"]),
    )


def made(environment: Environment, target: Target) -> datetime | None:
    """When the state bucket was made, None when there is none."""
    with _explained(target):
        buckets = target.client("s3").list_buckets()["Buckets"]
    made_at: list[datetime] = [b["CreationDate"] for b in buckets if b["Name"] == environment.backend.bucket]
    return made_at[0] if made_at else None


def _tls_only(bucket: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html"""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }


def _refused(environment: Environment, status: int) -> PlatformError:
    bucket = environment.backend.bucket
    where = f"environments/{environment.name}/main.tf"
    if status == 403:
        return PlatformError(
            f"the state bucket {bucket} refuses you: it is another account's, or your role may not use it",
            f"check your AWS credentials; if the name is taken, choose another `bucket` in {where}",
        )
    if status in (301, 400):
        return PlatformError(
            f"the state bucket {bucket} is not in {environment.region}", f"correct `region` in {where}"
        )
    return PlatformError(f"the state bucket {bucket} answers with {status}", "try again in a minute")


class _explained:  # noqa: N801  # a context manager that reads as a word
    """Turns what boto3 raises when AWS is out of reach into what the user can do about it."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        if isinstance(error, ClientError):
            told = error.response["Error"]
            raise PlatformError(
                f"{error.operation_name} failed: {told.get('Message') or told.get('Code')}",
                "check that your AWS credentials may do this, and run the same command again",
            ) from error
        if not isinstance(error, BotoCoreError):
            return
        if self.target.url is None:
            raise PlatformError(
                f"AWS cannot be used: {error}", "sign in, for example: aws sso login"
            ) from error
        raise PlatformError(
            f"{self.target.url} does not answer: {error}",
            "run the same command again; it starts the local AWS",
        ) from error
