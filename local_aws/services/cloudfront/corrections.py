"""CloudFront: where the engine differs from AWS."""

from typing import Any
from xml.etree.ElementTree import Element

from ministack.services import cloudfront

from local_aws.corrections import correction
from local_aws.references.rules import moto


@correction
def key_value_stores_without_comments() -> None:
    """AWS: a store that has no comment has none. MiniStack: an empty one.

    https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_KeyValueStore.html
    """
    build = cloudfront._build_kvs_xml

    def build_kvs_xml(parent: Element, store: dict[str, Any]) -> None:
        build(parent, store)
        comment = parent.find("Comment")
        if comment is not None and not comment.text:
            parent.remove(comment)

    cloudfront._build_kvs_xml = build_kvs_xml


@correction
def headers_that_no_policy_touches() -> None:
    """AWS: a policy that adds or removes no headers does not say so. MiniStack: says that it does with none.

    https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html
    """
    build = cloudfront._build_rhp_config_xml

    def build_config(parent: Element, *given: Any) -> None:
        build(parent, *given)
        for name in ("CustomHeadersConfig", "RemoveHeadersConfig"):
            found = parent.find(name)
            if found is not None and found.findtext("Quantity") == "0":
                parent.remove(found)

    cloudfront._build_rhp_config_xml = build_config


@correction
def endpoints_of_vpc_origins() -> None:
    """AWS: a VPC origin is a load balancer or an instance. MiniStack: knows none of those that moto has.

    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
    """
    missing = cloudfront._vpc_origin_endpoint_missing

    def missing_here(spec: Any, arn: str) -> Any:
        balancers = moto("elbv2", spec.region).load_balancers
        instances = [each.id for each in moto("ec2", spec.region).all_instances()]
        return None if arn in balancers or arn.rpartition("/")[2] in instances else missing(spec, arn)

    cloudfront._vpc_origin_endpoint_missing = missing_here
