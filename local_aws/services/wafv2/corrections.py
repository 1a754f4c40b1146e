"""WAF: where the engine differs from AWS."""

from moto.wafv2.models import WAFV2Backend

from local_aws.corrections import correction


@correction
def one_web_acl_for_a_resource() -> None:
    """AWS: a resource has one web ACL; another one takes its place. moto: the resource has both.

    https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html
    """
    associate = WAFV2Backend.associate_web_acl

    def instead_of_others(self: WAFV2Backend, web_acl_arn: str, resource_arn: str) -> None:
        associate(self, web_acl_arn, resource_arn)
        for acl in self.wacls.values():
            others = [one for one in acl.associated_resources if one != resource_arn]
            acl.associated_resources = [*others, resource_arn] if acl.arn == web_acl_arn else others

    WAFV2Backend.associate_web_acl = instead_of_others
