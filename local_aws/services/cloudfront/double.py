"""CloudFront: origin access identities, real-time logs, staging. MiniStack answers for the rest.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront.html
"""

import secrets

from local_aws.double.hints import Kind, Record, Service, Values


def _revise(record: Record, _: Values) -> None:
    """Each change has another ETag."""
    record.values["ETag"] = f"E{secrets.token_hex(7).upper()[:13]}"


def _kind(name: str, *inside: str, **members: str) -> Kind:
    return Kind(
        name,
        members=("Id",),
        inside=(f"{name}Config", *inside),
        missing=f"NoSuch{name}",
        made={"Id": "E{new:.13}", "ETag": "E{new:.13}", **members},
        rules={"update": _revise},
    )


_IDENTITY = _kind("CloudFrontOriginAccessIdentity", S3CanonicalUserId="{new}{new}{new}{new:.13}")
_LOG = Kind(
    "RealtimeLogConfig",
    members=("ARN", "Name"),
    unique=("Name",),
    missing="NoSuchRealtimeLogConfig",
    made={"ARN": "arn:aws:cloudfront::{account}:realtime-log-config/{Name}"},
)

_STAGING = _kind("ContinuousDeploymentPolicy")

SERVICE = Service(
    "cloudfront",
    kinds=(_IDENTITY, _LOG, _STAGING),
    everywhere=True,
    rest_elsewhere=True,
)
