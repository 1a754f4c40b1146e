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
    prefixes = ec2.create_managed_prefix_list(PrefixListName=name(), MaxEntries=1, AddressFamily="IPv4")
    listed = {"PrefixListId": prefixes["PrefixList"]["PrefixListId"], "Description": "from a list"}
    permission = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "PrefixListIds": [listed]}
    of_list = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    described = [made["Description"], of_list["SecurityGroupRules"][0]["Description"]]
    return described == ["from itself", "from a list"] and rule.items() <= changed.items()


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


@check
def attributes_of_subnets(aws: Any) -> bool:
    ec2, made = aws.client("ec2"), subnet(aws, vpc(aws))
    for attribute in (
        {"EnableDns64": {"Value": True}},
        {"PrivateDnsHostnameTypeOnLaunch": "resource-name"},
        {"EnableResourceNameDnsAAAARecordOnLaunch": {"Value": True}},
    ):
        ec2.modify_subnet_attribute(SubnetId=made, **attribute)
    [found] = ec2.describe_subnets(SubnetIds=[made])["Subnets"]
    names = found["PrivateDnsNameOptionsOnLaunch"]
    return (
        found.get("EnableDns64") is True
        and names["HostnameType"] == "resource-name"
        and names["EnableResourceNameDnsAAAARecord"] is True
    )


@check
def propagated_routes(aws: Any) -> bool:
    ec2, network = aws.client("ec2"), vpc(aws)
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    table = ec2.create_route_table(VpcId=network)["RouteTable"]["RouteTableId"]

    def propagating() -> list[str]:
        [found] = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        return [each["GatewayId"] for each in found["PropagatingVgws"]]

    ec2.enable_vgw_route_propagation(GatewayId=gateway, RouteTableId=table)
    before = propagating()
    ec2.disable_vgw_route_propagation(GatewayId=gateway, RouteTableId=table)
    return before == [gateway] and propagating() == []


@check
def principals_of_endpoint_services(aws: Any) -> bool:
    ec2, network = aws.client("ec2"), vpc(aws)
    balancer = aws.client("elbv2").create_load_balancer(
        Name=name()[:32], Type="network", Scheme="internal", Subnets=[subnet(aws, network)]
    )["LoadBalancers"][0]["LoadBalancerArn"]
    service = ec2.create_vpc_endpoint_service_configuration(NetworkLoadBalancerArns=[balancer])
    which = {"ServiceId": service["ServiceConfiguration"]["ServiceId"]}
    root = "arn:aws:iam::111111111111:root"
    [added] = ec2.modify_vpc_endpoint_service_permissions(**which, AddAllowedPrincipals=[root])[
        "AddedPrincipals"
    ]
    [found] = ec2.describe_vpc_endpoint_service_permissions(**which)["AllowedPrincipals"]
    return bool(found["ServicePermissionId"] == added["ServicePermissionId"] and found["Principal"] == root)


@check
def routes_of_vpn_connections(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    here = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    there = ec2.create_customer_gateway(Type="ipsec.1", BgpAsn=65000, PublicIp="203.0.113.9")
    made = ec2.create_vpn_connection(
        Type="ipsec.1",
        VpnGatewayId=here,
        CustomerGatewayId=there["CustomerGateway"]["CustomerGatewayId"],
        Options={"StaticRoutesOnly": True},
    )["VpnConnection"]["VpnConnectionId"]
    ec2.create_vpn_connection_route(VpnConnectionId=made, DestinationCidrBlock="192.168.0.0/24")
    wanted = {"vpn-connection-id": made, "route.destination-cidr-block": "192.168.0.0/24"}
    filters = [{"Name": name, "Values": [value]} for name, value in wanted.items()]
    [found] = ec2.describe_vpn_connections(Filters=filters)["VpnConnections"]
    return bool(
        found["Options"]["StaticRoutesOnly"]
        and found["Routes"][0]["DestinationCidrBlock"] == "192.168.0.0/24"
    )


@check
def devices_of_customer_gateways(aws: Any) -> bool:
    asked = {"Type": "ipsec.1", "BgpAsn": 65000, "PublicIp": "203.0.113.10", "DeviceName": "office"}
    made = aws.client("ec2").create_customer_gateway(**asked)["CustomerGateway"]["CustomerGatewayId"]
    [found] = aws.client("ec2").describe_customer_gateways(CustomerGatewayIds=[made])["CustomerGateways"]
    return found.get("DeviceName") == "office"


@check
def files_of_flow_logs(aws: Any) -> bool:
    ec2, bucket = aws.client("ec2"), name()
    aws.client("s3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    options = {"FileFormat": "parquet", "HiveCompatiblePartitions": True, "PerHourPartition": True}
    [made] = ec2.create_flow_logs(
        ResourceIds=[vpc(aws)],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination=f"arn:aws:s3:::{bucket}",
        DestinationOptions=options,
    )["FlowLogIds"]
    [found] = ec2.describe_flow_logs(FlowLogIds=[made])["FlowLogs"]
    return found.get("DestinationOptions") == options


@check
def folders_of_flow_logs(aws: Any) -> bool:
    ec2, bucket = aws.client("ec2"), name()
    aws.client("s3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    given = {"ResourceType": "VPC", "TrafficType": "ALL", "LogDestinationType": "s3"}
    folder = f"arn:aws:s3:::{bucket}/vpc/shop/"
    made = ec2.create_flow_logs(ResourceIds=[vpc(aws)], LogDestination=folder, **given)
    [found] = (
        ec2.describe_flow_logs(FlowLogIds=made["FlowLogIds"])["FlowLogs"] if made["FlowLogIds"] else [{}]
    )
    return bool(found.get("LogDestination") == folder)


@check
def addresses_of_ipv6_subnets(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    network = vpc(aws, AmazonProvidedIpv6CidrBlock=True)
    [block] = ec2.describe_vpcs(VpcIds=[network])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"]
    part = block["Ipv6CidrBlock"].replace("/56", "/64")
    made = ec2.create_subnet(VpcId=network, Ipv6Native=True, Ipv6CidrBlock=part)["Subnet"]
    return bool(made["AvailableIpAddressCount"] == 0)


@check
def rules_per_security_group(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    group = ec2.create_security_group(GroupName=name(), Description="any", VpcId=vpc(aws))["GroupId"]
    https = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    ranges = [{"CidrIp": f"10.0.{number}.0/24"} for number in range(60)]
    ranges_of_ipv6 = [{"CidrIpv6": f"2001:db8:{number}::/48"} for number in range(60)]
    for permission in ({"IpRanges": ranges}, {"Ipv6Ranges": ranges_of_ipv6}):
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[https | permission])
    [found] = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    [permission] = found["IpPermissions"]
    return len(permission["IpRanges"]) == len(permission["Ipv6Ranges"]) == 60


@check
def tunnels_of_vpn_connections(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    device = ec2.create_customer_gateway(Type="ipsec.1", BgpAsn=65001, IpAddress="192.0.2.1")
    given = {"PreSharedKey": "abcdefgh12345678", "TunnelInsideCidr": "169.254.33.88/30"}
    made = ec2.create_vpn_connection(
        Type="ipsec.1",
        CustomerGatewayId=device["CustomerGateway"]["CustomerGatewayId"],
        VpnGatewayId=gateway,
        Options={"StaticRoutesOnly": True, "TunnelOptions": [given]},
    )["VpnConnection"]
    first, second = made["Options"]["TunnelOptions"]
    keys = [given["PreSharedKey"], second["PreSharedKey"]]
    written = made["CustomerGatewayConfiguration"]
    return (
        first["TunnelInsideCidr"] == given["TunnelInsideCidr"]
        and keys[0] != keys[1]
        and all(f"<pre_shared_key>{key}<" in written for key in keys)
        and "<ip_address>169.254.33.89<" in written
    )
