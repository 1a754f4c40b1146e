"""EC2's default security groups: where the engine differs from AWS."""

from typing import Any

from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend, SecurityGroupRule

from local_aws.corrections import correction


@correction
def default_groups_let_their_own_in() -> None:
    """AWS: what is in a VPC's default group reaches what else is in it. moto: nothing does.

    https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
    """
    create = SecurityGroupBackend.create_security_group

    def create_open_to_itself(self: Any, *arguments: Any, **members: Any) -> SecurityGroup:
        group = create(self, *arguments, **members)
        if group.is_default:
            itself = {"GroupId": group.id, "OwnerId": self.account_id, "UserId": self.account_id}
            rule = SecurityGroupRule(self, "-1", group.id, None, None, None, itself, is_egress=False)
            group.ingress_rules.append(rule)
        return group

    SecurityGroupBackend.create_security_group = create_open_to_itself
