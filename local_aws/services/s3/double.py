"""S3 Control: what an account blocks. MiniStack answers for the rest of it, and for S3.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
"""

from local_aws.double.hints import Kind, Service

_SETTINGS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")

SERVICE = Service(
    "s3control",
    everywhere=True,
    kinds=(
        Kind(
            "PublicAccessBlock",
            members=("AccountId",),
            inside=("PublicAccessBlockConfiguration",),
            missing="NoSuchPublicAccessBlockConfiguration",
            made=dict.fromkeys(_SETTINGS, False),
            operations={"PutPublicAccessBlock": ("put", {})},
        ),
    ),
    rest_elsewhere=True,
)
