"""EC2 and VPC: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name
from tests.local_aws.checks.ec2_networks import subnet, vpc


def _instance(aws: Any, network: str, **interface: Any) -> dict[str, Any]:
    placed = {"DeviceIndex": 0, "SubnetId": subnet(aws, network), **interface}
    run = aws.client("ec2").run_instances(
        ImageId="ami-12c6146b", MinCount=1, MaxCount=1, NetworkInterfaces=[placed]
    )
    return dict(run["Instances"][0])


def _groups(aws: Any, instance: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The groups that the instance tells, and those that its interface tells."""
    found = aws.client("ec2").describe_instances(InstanceIds=[instance["InstanceId"]])
    machine = found["Reservations"][0]["Instances"][0]
    return tuple(
        [group["GroupId"] for group in each]
        for each in (machine["SecurityGroups"], machine["NetworkInterfaces"][0]["Groups"])
    )


@check
def groups_of_instances(aws: Any) -> bool:
    ec2, network = aws.client("ec2"), vpc(aws)
    first, second, third = (
        ec2.create_security_group(GroupName=name(), Description="d", VpcId=network)["GroupId"]
        for _ in range(3)
    )
    made = _instance(aws, network, Groups=[first])
    as_made = _groups(aws, made)
    ec2.modify_network_interface_attribute(
        NetworkInterfaceId=made["NetworkInterfaces"][0]["NetworkInterfaceId"], Groups=[second]
    )
    by_interface = _groups(aws, made)
    ec2.modify_instance_attribute(InstanceId=made["InstanceId"], Groups=[third])
    by_instance = _groups(aws, made)
    return (as_made, by_interface, by_instance) == tuple(([each], [each]) for each in (first, second, third))


@check
def private_instances(aws: Any) -> bool:
    private = _instance(aws, vpc(aws), AssociatePublicIpAddress=False)
    public = _instance(aws, vpc(aws), AssociatePublicIpAddress=True)
    has = ["Association" in each["NetworkInterfaces"][0] for each in (private, public)]
    return has == [False, True]


@check
def ipv6_addresses_of_instances(aws: Any) -> bool:
    ec2, network = aws.client("ec2"), vpc(aws, AmazonProvidedIpv6CidrBlock=True)
    [described] = ec2.describe_vpcs(VpcIds=[network])["Vpcs"]
    block = described["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].replace("/56", "/64")
    placed = subnet(aws, network, Ipv6CidrBlock=block)
    counts = []
    for asked in ({}, {"Ipv6AddressCount": 2}):
        interface = {"DeviceIndex": 0, "SubnetId": placed, **asked}
        run = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, NetworkInterfaces=[interface])
        counts.append(len(run["Instances"][0]["NetworkInterfaces"][0]["Ipv6Addresses"]))
        ec2.modify_subnet_attribute(SubnetId=placed, AssignIpv6AddressOnCreation={"Value": True})
    by_subnet = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=placed)
    counts.append(len(by_subnet["Instances"][0]["NetworkInterfaces"][0]["Ipv6Addresses"]))
    return counts == [0, 2, 1]
