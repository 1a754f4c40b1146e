"""CloudTrail: writes to a bucket that lets it, and to a log group with a role."""

from typing import Any

from moto.cloudtrail.models import CloudTrailBackend
from moto.core.exceptions import JsonRESTError

from local_aws.authorisation import rights
from local_aws.corrections import correction


class _RefusedError(JsonRESTError):  # type: ignore[misc]
    code = 400


@correction
def rights_of_trails() -> None:
    """AWS: a trail's bucket must let CloudTrail in, and its role must be assumed and log. moto: takes all.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    """
    create = CloudTrailBackend.create_trail

    def create_trail(
        self: Any, name: str, bucket_name: str, s3_key_prefix: str, *args: Any, **more: Any
    ) -> Any:
        _check_bucket(self, name, bucket_name, s3_key_prefix)
        names = create.__code__.co_varnames[4:]
        given = {**dict(zip(names, args, strict=False)), **more}
        role = given.get("cw_role_arn")
        if role and not _may_log(self, role, given["cw_log_group_arn"]):
            raise _RefusedError(
                "InvalidCloudWatchLogsRoleArnException",
                "Access denied. Check the permissions for your role.",
            )
        return create(self, name, bucket_name, s3_key_prefix, *args, **more)

    CloudTrailBackend.create_trail = create_trail


def _check_bucket(backend: Any, name: str, bucket: str, prefix: str) -> None:
    trail = f"arn:aws:cloudtrail:{backend.region_name}:{backend.account_id}:trail/{name}"
    service, sent = rights.service("cloudtrail"), rights.source(trail)
    place = f"{bucket}/{prefix}" if prefix else bucket
    objects = f"arn:aws:s3:::{place}/AWSLogs/{backend.account_id}/CloudTrail"
    owned = sent | {"s3:x-amz-acl": "bucket-owner-full-control"}
    if not (
        rights.authorise(service, "s3:GetBucketAcl", f"arn:aws:s3:::{bucket}", sent).allowed
        and rights.authorise(service, "s3:PutObject", objects, owned).allowed
    ):
        message = f"Incorrect S3 bucket policy is detected for bucket: {bucket}"
        raise _RefusedError("InsufficientS3BucketPolicyException", message)


def _may_log(backend: Any, role: str, group: str) -> bool:
    stream = f"{group.removesuffix(':*')}:log-stream:{backend.account_id}_CloudTrail_{backend.region_name}"
    session = rights.session(role, "CloudTrail")
    return rights.may_assume("cloudtrail", role).allowed and all(
        rights.authorise(session, f"logs:{verb}", stream).allowed
        for verb in ("CreateLogStream", "PutLogEvents")
    )
