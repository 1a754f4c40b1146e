"""Checks of the corrections of CloudFront."""

from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import check, name
from tests.local_aws.checks.ec2_networks import subnet, vpc


@check
def key_value_stores_without_comments(aws: Any) -> bool:
    made = aws.client("cloudfront").create_key_value_store(Name=name())["KeyValueStore"]
    return "Comment" not in made


@check
def headers_that_no_policy_touches(aws: Any) -> bool:
    config = {"Name": name(), "SecurityHeadersConfig": {"ContentTypeOptions": {"Override": True}}}
    made = aws.client("cloudfront").create_response_headers_policy(ResponseHeadersPolicyConfig=config)
    shown = made["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]
    return (
        "SecurityHeadersConfig" in shown and not {"CustomHeadersConfig", "RemoveHeadersConfig"} & shown.keys()
    )


@check
def endpoints_of_vpc_origins(aws: Any) -> bool:
    balancer = aws.client("elbv2").create_load_balancer(
        Name=name()[:32], Type="network", Scheme="internal", Subnets=[subnet(aws, vpc(aws))]
    )["LoadBalancers"][0]["LoadBalancerArn"]
    config = {"Name": name(), "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
    cloudfront = aws.client("cloudfront")
    cloudfront.create_vpc_origin(VpcOriginEndpointConfig={**config, "Arn": balancer})
    try:
        cloudfront.create_vpc_origin(VpcOriginEndpointConfig={**config, "Arn": f"{balancer[:-4]}beef"})
    except ClientError as refused:
        return refused.response["Error"]["Code"] == "InvalidArgument"
    return False
