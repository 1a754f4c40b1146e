"""EC2 networks: where the engine differs from AWS."""

from typing import Any

from moto.ec2.exceptions import InvalidSecurityGroupNotFoundError, InvalidSecurityGroupRuleIdNotFoundError
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.responses.dhcp_options import DHCPOptions

from local_aws.corrections import correction


@correction
def subnet_ipv6_blocks() -> None:
    """AWS: a subnet's IPv6 block is `associated`, and found by its association's id.

    moto: the state is an object, which no client reads; the filter is unknown.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetCidrBlockState.html
    """

    def associations(self: Subnet) -> list[dict[str, object]]:
        return [
            {
                "associationId": association["associationId"],
                "ipv6CidrBlock": association["ipv6CidrBlock"],
                "ipv6CidrBlockState": {"state": association["ipv6CidrBlockState"]["State"]},
            }
            for association in self.ipv6_cidr_block_associations.values()
            if association["ipv6CidrBlockState"]["State"] == "associated"
        ]

    found_by = Subnet.get_filter_value

    def value_of(self: Subnet, name: str, method: str | None = None) -> Any:
        if name == "ipv6-cidr-block-association.association-id":
            return [association["associationId"] for association in associations(self)]
        if name == "ipv6-cidr-block-association.ipv6-cidr-block":
            return [association["ipv6CidrBlock"] for association in associations(self)]
        return found_by(self, name, method)

    Subnet.ipv6_cidr_block_association_set = property(associations)
    Subnet.get_filter_value = value_of


@correction
def dhcp_options_tags() -> None:
    """AWS: CreateDhcpOptions takes tags. moto: forgets them.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html
    """
    create = DHCPOptions.create_dhcp_options

    def create_with_tags(self: DHCPOptions) -> Any:
        created = create(self)
        created.result["DhcpOptions"].add_tags(self._parse_tag_specification().get("dhcp-options", {}))
        return created

    DHCPOptions.create_dhcp_options = create_with_tags


@correction
def security_group_rules() -> None:
    """AWS: every kind of rule has a description, and is changed in place whatever it refers to.

    moto: only rules on addresses; a change needs ports, and loses an IPv6 block or a group.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
    """

    def description(rule: SecurityGroupRule) -> Any:
        return rule.ip_range.get("Description") or rule.source_group.get("Description")

    def modify(self: Any, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
        group = self.get_security_group_by_name_or_id(group_id)
        if group is None:
            raise InvalidSecurityGroupNotFoundError(group_id)
        for rule_id, new in rules.items():
            rule = group.get_rule(rule_id)
            if rule is None:
                raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
            rule.ip_protocol = str(new["IpProtocol"])
            ports = (None, None) if rule.ip_protocol == "-1" else (int(new["FromPort"]), int(new["ToPort"]))
            rule.from_port, rule.to_port = ports
            described = {"Description": new["Description"]} if new.get("Description") else {}
            owner = {"UserId": self.account_id, "OwnerId": self.account_id}
            ranges = {"CidrIp": new.get("CidrIpv4"), "CidrIpv6": new.get("CidrIpv6")}
            rule.ip_range = {key: value for key, value in ranges.items() if value}
            rule.ip_range |= described if rule.ip_range else {}
            referenced = new.get("ReferencedGroupId")
            rule.source_group = {"GroupId": referenced, **owner, **described} if referenced else {}
            rule.prefix_list_id = new.get("PrefixListId")

    SecurityGroupRule.description = property(description)
    SecurityGroupBackend.modify_security_group_rules = modify


@correction
def what_a_deletion_takes_along() -> None:
    """AWS: a NAT gateway's interface goes with it, a VPC's network ACL with the VPC. moto: they stay.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
    """
    delete_nat_gateway, delete_vpc = NatGatewayBackend.delete_nat_gateway, VPCBackend.delete_vpc

    def with_interface(self: Any, nat_gateway_id: str) -> Any:
        deleted = delete_nat_gateway(self, nat_gateway_id)
        self.enis.pop(deleted._eni.id, None)
        return deleted

    def with_network_acl(self: Any, vpc_id: str) -> Any:
        deleted = delete_vpc(self, vpc_id)
        for acl in [acl for acl in self.network_acls.values() if acl.vpc_id == vpc_id]:
            del self.network_acls[acl.id]
        return deleted

    NatGatewayBackend.delete_nat_gateway = with_interface
    VPCBackend.delete_vpc = with_network_acl
