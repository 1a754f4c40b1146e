"""S3: who may use a bucket and its objects, by the bucket's policy; keys of objects."""

from ministack.services import s3

from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy

_PREFIX = "arn:aws:s3:::"


@resource_policy("s3")
def of_bucket(arn: str) -> tuple[Policy, ...]:
    """The policy of the bucket of an ARN.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
    """
    bucket = arn.removeprefix(_PREFIX).split("/")[0]
    owner = s3._bucket_owner_account(bucket) if arn.startswith(_PREFIX) else None
    text = s3._bucket_policies.get_scoped(owner, None, bucket) if owner else None
    return (Policy(f"bucket {bucket}: policy", as_document(text)),) if text else ()
