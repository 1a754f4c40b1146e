"""Classic Load Balancers: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def attributes_of_cookie_policies(aws: Any) -> bool:
    elb, of = aws.client("elb"), {"LoadBalancerName": name()[-32:]}
    listener = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 8080}
    elb.create_load_balancer(**of, Listeners=[listener], AvailabilityZones=["eu-west-1a"])
    elb.create_lb_cookie_stickiness_policy(**of, PolicyName="sticky", CookieExpirationPeriod=600)
    [policy] = elb.describe_load_balancer_policies(**of, PolicyNames=["sticky"])["PolicyDescriptions"]
    told = {each["AttributeName"]: each["AttributeValue"] for each in policy["PolicyAttributeDescriptions"]}
    return told == {"CookieExpirationPeriod": "600"}
