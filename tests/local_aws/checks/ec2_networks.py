"""EC2 and VPC: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name


def vpc(aws: Any, **settings: Any) -> str:
    return str(aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16", **settings)["Vpc"]["VpcId"])


def subnet(aws: Any, network: str, **settings: Any) -> str:
    made = aws.client("ec2").create_subnet(**{"VpcId": network, "CidrBlock": "10.0.1.0/24", **settings})
    return str(made["Subnet"]["SubnetId"])


@check
def subnet_ipv6_blocks(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    network = vpc(aws, AmazonProvidedIpv6CidrBlock=True)
    block = ec2.describe_vpcs(VpcIds=[network])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
    made = subnet(aws, network, Ipv6CidrBlock=block.replace("/56", "/64"))
    association = ec2.describe_subnets(SubnetIds=[made])["Subnets"][0]["Ipv6CidrBlockAssociationSet"][0]
    by_id = {"Name": "ipv6-cidr-block-association.association-id", "Values": [association["AssociationId"]]}
    found = ec2.describe_subnets(Filters=[by_id])["Subnets"]
    return association["Ipv6CidrBlockState"]["State"] == "associated" and [s["SubnetId"] for s in found] == [
        made
    ]


@check
def dhcp_options_tags(aws: Any) -> bool:
    made = aws.client("ec2").create_dhcp_options(
        DhcpConfigurations=[{"Key": "domain-name", "Values": ["internal"]}],
        TagSpecifications=[{"ResourceType": "dhcp-options", "Tags": [{"Key": "Name", "Value": "mine"}]}],
    )
    described = aws.client("ec2").describe_dhcp_options(DhcpOptionsIds=[made["DhcpOptions"]["DhcpOptionsId"]])
    return bool(described["DhcpOptions"][0]["Tags"] == [{"Key": "Name", "Value": "mine"}])


@check
def security_group_rules(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    group = ec2.create_security_group(GroupName=name(), Description="d", VpcId=vpc(aws))["GroupId"]
    pair = {"GroupId": group, "Description": "from itself"}
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [pair]}
    made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])[
        "SecurityGroupRules"
    ][0]
    rule = {"IpProtocol": "-1", "CidrIpv6": "::/0", "Description": "from all"}
    change = {"SecurityGroupRuleId": made["SecurityGroupRuleId"], "SecurityGroupRule": rule}
    ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[change])
    by_id = {"SecurityGroupRuleIds": [made["SecurityGroupRuleId"]]}
    changed = ec2.describe_security_group_rules(**by_id)["SecurityGroupRules"][0]
    return made["Description"] == "from itself" and rule.items() <= changed.items()


@check
def what_a_deletion_takes_along(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    network = vpc(aws)
    made = subnet(aws, network)
    gateway = ec2.create_nat_gateway(SubnetId=made, ConnectivityType="private")["NatGateway"]["NatGatewayId"]
    ec2.delete_nat_gateway(NatGatewayId=gateway)
    of_subnet = [{"Name": "subnet-id", "Values": [made]}]
    interfaces = ec2.describe_network_interfaces(Filters=of_subnet)["NetworkInterfaces"]
    ec2.delete_subnet(SubnetId=made)
    ec2.delete_vpc(VpcId=network)
    of_vpc = [{"Name": "vpc-id", "Values": [network]}]
    return not interfaces and not ec2.describe_network_acls(Filters=of_vpc)["NetworkAcls"]
