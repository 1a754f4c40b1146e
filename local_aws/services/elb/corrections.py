"""Classic Load Balancers: where the engine differs from AWS."""

from typing import Any

from moto.elb.policies import AppCookieStickinessPolicy, LbCookieStickinessPolicy

from local_aws.corrections import correction


@correction
def attributes_of_cookie_policies() -> None:
    """AWS: describes the cookie or its period as an attribute of the policy. moto: does not.

    https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerPolicies.html
    """

    def attributes(name: str, value: str) -> list[dict[str, Any]]:
        return [{"AttributeName": name, "AttributeValue": value}]

    AppCookieStickinessPolicy.policy_attribute_descriptions = property(
        lambda self: attributes("CookieName", self.cookie_name)
    )
    LbCookieStickinessPolicy.policy_attribute_descriptions = property(
        lambda self: attributes("CookieExpirationPeriod", str(self.cookie_expiration_period or ""))
    )
