"""CloudFront: reads from buckets that let it."""

from ministack.services import s3

from local_aws.authorisation import rights
from local_aws.corrections import correction


@correction
def rights_of_distributions() -> None:
    """AWS: a bucket's policy must let CloudFront in for the distribution; CloudFront sends its ARN, no more.

    MiniStack: has an evaluation of its own. Identities and public buckets are left to it.
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
    """
    allows = s3._cloudfront_origin_allows

    def origin_allows(owner: str, bucket: str, key: str, distribution: str, identity: str) -> bool:
        if identity or not distribution:
            return bool(allows(owner, bucket, key, distribution, identity))
        context = {"aws:SourceArn": distribution}
        arn = f"arn:aws:s3:::{bucket}/{key}"
        return rights.authorise(rights.service("cloudfront"), "s3:GetObject", arn, context).allowed

    s3._cloudfront_origin_allows = origin_allows
