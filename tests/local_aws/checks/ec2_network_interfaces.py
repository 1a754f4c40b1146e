"""EC2 and VPC: whether a local AWS does as AWS does."""

from ipaddress import ip_address, ip_network
from typing import Any

from tests.local_aws.checks import check, name
from tests.local_aws.checks.ec2_networks import subnet, vpc

BLOCKS = ("10.0.1.0/28", "10.0.2.0/28")


@check
def addresses_in_their_subnets(aws: Any) -> bool:
    ec2, network = aws.client("ec2"), vpc(aws)
    placed = subnet(aws, network, CidrBlock=BLOCKS[0])
    gateway = ec2.create_nat_gateway(SubnetId=placed, ConnectivityType="private")["NatGateway"]
    service = {"VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.eu-west-1.sqs"}
    ec2.create_vpc_endpoint(VpcId=network, SubnetIds=[placed], **service)
    of_vpc = [{"Name": "vpc-id", "Values": [network]}]
    interfaces = ec2.describe_network_interfaces(Filters=of_vpc)["NetworkInterfaces"]
    addresses = [each["PrivateIpAddress"] for each in interfaces]
    [address] = [each["PrivateIp"] for each in gateway["NatGatewayAddresses"]]
    return address in addresses and all(ip_address(each) in ip_network(BLOCKS[0]) for each in addresses)


@check
def interfaces_of_endpoints(aws: Any) -> bool:
    ec2, network = aws.client("ec2"), vpc(aws)
    first, second = (subnet(aws, network, CidrBlock=block) for block in BLOCKS)
    group = ec2.create_security_group(GroupName=name(), Description="d", VpcId=network)["GroupId"]
    table = ec2.create_route_table(VpcId=network)["RouteTable"]["RouteTableId"]
    sqs = {"VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.eu-west-1.sqs"}
    s3 = {"VpcEndpointType": "Gateway", "ServiceName": "com.amazonaws.eu-west-1.s3"}
    interface, gateway = (
        ec2.create_vpc_endpoint(VpcId=network, **each)["VpcEndpoint"]["VpcEndpointId"]
        for each in (sqs | {"SubnetIds": [first], "SecurityGroupIds": [group]}, s3)
    )
    ec2.modify_vpc_endpoint(VpcEndpointId=interface, AddSubnetIds=[second], RemoveSubnetIds=[first])
    ec2.modify_vpc_endpoint(VpcEndpointId=gateway, AddRouteTableIds=[table])
    [endpoint] = ec2.describe_vpc_endpoints(VpcEndpointIds=[interface])["VpcEndpoints"]
    described = ec2.describe_network_interfaces(NetworkInterfaceIds=endpoint["NetworkInterfaceIds"])
    [routes] = [each["Routes"] for each in ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]]
    return [
        (each["SubnetId"], [of["GroupId"] for of in each["Groups"]])
        for each in described["NetworkInterfaces"]
    ] == [(second, [group])] and gateway in [route.get("GatewayId") for route in routes]
