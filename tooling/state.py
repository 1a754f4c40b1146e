"""Where Terraform keeps the state: making the bucket, completing it, and reading who holds the lock."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    HTTPClientError,
)

from tooling.aws import Target
from tooling.environments import Environment
from tooling.errors import PlatformError

P = ParamSpec("P")
T = TypeVar("T")
_TRIES = 6
_PAUSE = 0.5  # seconds


@dataclass(frozen=True)
class Lock:
    """A held state lock, as Terraform writes it next to the state."""

    id: str
    who: str
    operation: str
    created: datetime


def exists(environment: Environment, target: Target) -> bool:
    """Whether the state bucket is there. False only when AWS says so.

    Raises:
        PlatformError: the bucket belongs to another account, or AWS cannot be reached.
    """
    with _explained(target):
        return _found(environment, target.client("s3"))


def bootstrap(environment: Environment, target: Target, say: Callable[[str], None] = lambda _: None) -> bool:
    """Make the state bucket when it is missing, and complete it: versioned, encrypted, private, TLS only.

    What an earlier call, or another one at the same time, left undone is done. A policy that was not written
    by this harness is not changed.

    Args:
        say: gets, in one line each, what is made, completed, or cannot be checked.

    Returns:
        Whether the bucket was made by this call.

    Raises:
        PlatformError: the bucket belongs to somebody else, or AWS cannot be reached.
    """
    bucket = environment.backend.bucket
    with _explained(target):
        s3 = target.client("s3")
        made = not _found(environment, s3) and _make(environment, s3, say)
        for setting in _SETTINGS:
            try:
                present = _patiently(setting.present, s3, bucket)
            except ClientError as error:
                if _status(error) != 403:
                    raise
                say(f"Not checked of the state bucket {bucket}: {setting.name} ({_said(error)})")
                continue
            if isinstance(present, str):
                say(present)
            if not present:
                if not made:
                    say(f"Completing the state bucket {bucket}: {setting.name}")
                _patiently(setting.put, s3, bucket)
    return made


def lock(environment: Environment, target: Target) -> Lock | None:
    """The lock on the state (`KEY.tflock`), None when it is free.

    Raises:
        PlatformError: AWS cannot be reached.
    """
    backend = environment.backend
    with _explained(target):
        try:
            found = target.client("s3").get_object(Bucket=backend.bucket, Key=f"{backend.key}.tflock")
        except ClientError as error:
            if _code(error) in ("NoSuchKey", "NoSuchBucket", "404"):
                return None
            raise _refused(environment, _status(error)) from error
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


@dataclass(frozen=True)
class _Setting:
    """One thing that a state bucket must have. `present` may say what is there in its place."""

    name: str
    present: Callable[[Any, str], bool | str]
    put: Callable[[Any, str], object]


def _private(s3: Any, bucket: str) -> bool:
    found = _or_none(
        lambda: s3.get_public_access_block(Bucket=bucket), "NoSuchPublicAccessBlockConfiguration"
    )
    return found is not None and all(found["PublicAccessBlockConfiguration"].get(name) for name in _BLOCKED)


def _encrypted(s3: Any, bucket: str) -> bool:
    missing = "ServerSideEncryptionConfigurationNotFoundError"
    return _or_none(lambda: s3.get_bucket_encryption(Bucket=bucket), missing) is not None


def _has_policy(s3: Any, bucket: str) -> bool | str:
    """One that somebody else wrote is left as it is."""
    found = _or_none(lambda: s3.get_bucket_policy(Bucket=bucket), "NoSuchBucketPolicy")
    if found is None:
        return False
    if _wants_tls(json.loads(found["Policy"])):
        return True
    return (
        f"The policy of the state bucket {bucket} is not the platform's and does not refuse requests "
        "without TLS: deny s3:* to everyone there when aws:SecureTransport is false"
    )


def _wants_tls(policy: dict[str, Any]) -> bool:
    """Whether a statement denies everyone all that does not come over TLS, without another limit."""

    def many(value: Any) -> list[Any]:
        return value if isinstance(value, list) else [value]

    return any(
        one.get("Effect") == "Deny"
        and one.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]})
        and {"*", "s3:*"} & {*many(one.get("Action"))}
        and "NotResource" not in one
        and one.get("Condition")
        in [
            {operator: {"aws:SecureTransport": value}}
            for operator in ("Bool", "BoolIfExists")
            for value in ("false", ["false"], False, [False])
        ]
        for one in many(policy.get("Statement"))
    )


def _versioned(s3: Any, bucket: str) -> bool:
    return bool(s3.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled")


def _tls_only(bucket: str, partition: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html"""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:{partition}:s3:::{bucket}", f"arn:{partition}:s3:::{bucket}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }


def _put_policy(s3: Any, bucket: str) -> None:
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(_tls_only(bucket, s3.meta.partition)))


_BLOCKED = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
_SETTINGS = (
    _Setting(
        "the public access block",
        _private,
        lambda s3, bucket: s3.put_public_access_block(
            Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(_BLOCKED, True)
        ),
    ),
    _Setting(
        "encryption",
        _encrypted,
        lambda s3, bucket: s3.put_bucket_encryption(
            Bucket=bucket,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
        ),
    ),
    _Setting("the policy that wants TLS", _has_policy, _put_policy),
    _Setting(
        "versioning",
        _versioned,
        lambda s3, bucket: s3.put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
        ),
    ),
)


def _found(environment: Environment, s3: Any) -> bool:
    try:
        s3.head_bucket(Bucket=environment.backend.bucket)
    except ClientError as error:
        if _status(error) == 404:
            return False
        raise _refused(environment, _status(error)) from error
    return True


def _make(environment: Environment, s3: Any, say: Callable[[str], None]) -> bool:
    """Make the bucket; whether it was this call that did."""
    bucket, region = environment.backend.bucket, environment.region
    say(f"Making the state bucket {bucket} in {region}")
    # us-east-1 is the one region that must not be named.
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        _patiently(lambda: s3.create_bucket(Bucket=bucket, **place))
    except ClientError as error:
        if _code(error) == "BucketAlreadyOwnedByYou":  # another run was quicker
            return False
        if _code(error) == "BucketAlreadyExists":
            raise _refused(environment, 403) from error
        raise
    return True


def _patiently(call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """The call, again for a while when another run changes the bucket, or when it has just been made."""
    for _ in range(_TRIES - 1):
        try:
            return call(*arguments, **options)
        except ClientError as error:
            if _code(error) not in ("OperationAborted", "NoSuchBucket"):
                raise
        time.sleep(_PAUSE)
    return call(*arguments, **options)


def _or_none(call: Callable[[], T], missing: str) -> T | None:
    try:
        return call()
    except ClientError as error:
        if _code(error) != missing:
            raise
        return None


def _code(error: ClientError) -> str:
    return str(error.response["Error"].get("Code"))


def _said(error: ClientError) -> str:
    return str(error.response["Error"].get("Message") or _code(error))


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


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
        if isinstance(error, ClientError):
            raise PlatformError(
                f"{error.operation_name} failed: {_said(error)}",
                "check that your AWS credentials may do this, and run the same command again",
            ) from error
        if not isinstance(error, BotoCoreError):
            return
        if self.target.url is None and isinstance(error, ConnectionError | HTTPClientError):
            raise PlatformError(
                f"AWS could not be reached, so nothing was changed: {error}",
                "check the network, HTTPS_PROXY and AWS_CA_BUNDLE, and run the same command again",
            ) from error
        if self.target.url is None:
            raise PlatformError(
                f"AWS cannot be used: {error}", "sign in, for example: aws sso login"
            ) from error
        raise PlatformError(
            f"{self.target.url} does not answer: {error}",
            "run the same command again; it starts the local AWS",
        ) from error
