"""WAF: where the engine differs from AWS."""

from typing import Any
from uuid import uuid4

from moto.wafv2.models import FakeIPSet, WAFV2Backend

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


@correction
def lock_tokens_of_ip_sets() -> None:
    """AWS: a lock token is a UUID. moto: the first six characters of one, which no call may then name.

    https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteIPSet.html
    """
    make, update = FakeIPSet.__init__, FakeIPSet.update

    def made(self: Any, *arguments: Any, **settings: Any) -> None:
        make(self, *arguments, **settings)
        self.lock_token = str(uuid4())

    def updated(self: Any, *arguments: Any, **settings: Any) -> None:
        update(self, *arguments, **settings)
        self.lock_token = str(uuid4())

    FakeIPSet.__init__, FakeIPSet.update = made, updated
