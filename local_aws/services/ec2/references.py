"""EC2: what refers to networks and what is in them. Errors as in
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from collections.abc import Iterator
from typing import Any

from local_aws.references import existing, networks
from local_aws.references.rules import Parameters, Rule, all_of, moto, named


def placed() -> networks.Placed:
    """Network interfaces, of instances and of their own, and interface endpoints."""
    ec2 = moto("ec2")
    for interface in all_of(ec2.enis):
        if interface.description == "moto ECS":  # which moto leaves when the task ends
            continue
        yield interface.id, [interface.subnet.id, [group.id for group in interface.group_set]]
    for endpoint in all_of(ec2.vpc_end_points):
        if endpoint.state != "deleted":
            yield endpoint.id, [endpoint.security_group_ids, endpoint.subnet_ids]


def _security_groups() -> Iterator[Any]:
    for in_vpc in all_of(moto("ec2").groups):
        yield from all_of(in_vpc)


def _users_of_group(parameters: Parameters) -> Iterator[str]:
    names = (parameters.get("GroupId"), parameters.get("GroupName"))
    for group in _security_groups():
        if group.id in names or group.name in names:
            yield from networks.users(group.id)
            yield from _rules_on(group.id)


def _rules_on(group_id: str) -> Iterator[str]:
    """Rules of other groups."""
    for group in _security_groups():
        for rule in (*group.ingress_rules, *group.egress_rules):
            if group.id != group_id and rule.source_group.get("GroupId") == group_id:
                yield rule.id


def _default_group(parameters: Parameters) -> Iterator[str]:
    for group in _security_groups():
        if group.name == "default" and group.id == parameters.get("GroupId"):
            yield group.id


def _is_default(acl: Any) -> bool:
    return str(acl.default).lower() == "true"  # moto has either


def _default_acl(parameters: Parameters) -> Iterator[str]:
    acl = moto("ec2").network_acls.get(parameters["NetworkAclId"])
    if acl and _is_default(acl):
        yield acl.id


def _address(parameters: Parameters) -> Any:
    names = (parameters.get("AllocationId"), parameters.get("PublicIp"))
    return next(
        (one for one in moto("ec2").addresses if one.allocation_id in names or one.public_ip in names), None
    )


def _user_of_address(parameters: Parameters) -> Iterator[str]:
    address = _address(parameters)
    if address and address.association_id and _carries(address):
        yield address.public_ip


def _carries(address: Any) -> bool:
    """Whether an address is in use: its interface or instance is still there."""
    if address.eni:
        return address.eni.id in moto("ec2").enis
    return bool(address.instance and address.instance._state.name != "terminated")


def _public_addresses(parameters: Parameters) -> Iterator[str]:
    ec2, vpc_id = moto("ec2"), parameters["VpcId"]
    for address in ec2.addresses:
        if address.eni and address.eni.subnet.vpc_id == vpc_id and _carries(address):
            yield address.public_ip
    for interface in all_of(ec2.enis):
        if interface.subnet.vpc_id == vpc_id and interface.public_ip:
            yield interface.public_ip
    for balancer in all_of(moto("elbv2").load_balancers):
        if balancer.vpc_id == vpc_id and balancer.scheme == "internet-facing":
            yield balancer.arn


def _held_interface(parameters: Parameters) -> Iterator[str]:
    ec2, interface_id = moto("ec2"), parameters["NetworkInterfaceId"]
    interface = ec2.enis.get(interface_id)
    if interface and interface.instance:
        yield interface.instance.id
    for gateway in all_of(ec2.nat_gateways):
        if gateway._eni.id == interface_id and gateway.state != "deleted":
            yield gateway.id
    for endpoint in all_of(ec2.vpc_end_points):
        if interface_id in endpoint.network_interface_ids and endpoint.state != "deleted":
            yield endpoint.id


def _in_vpc(parameters: Parameters) -> Iterator[str]:
    """What must be deleted before a VPC. moto checks subnets, route tables and VPN gateways."""
    ec2, vpc_id = moto("ec2"), parameters["VpcId"]
    for gateway in (*all_of(ec2.internet_gateways), *all_of(ec2.egress_only_internet_gateways)):
        if vpc_id in (getattr(gateway.vpc, "id", None) if hasattr(gateway, "vpc") else gateway.vpc_id,):
            yield gateway.id
    for group in _security_groups():
        if group.vpc_id == vpc_id and group.name != "default":
            yield group.id
    for acl in all_of(ec2.network_acls):
        if acl.vpc_id == vpc_id and not _is_default(acl):
            yield acl.id
    for endpoint in all_of(ec2.vpc_end_points):
        if endpoint.vpc_id == vpc_id and endpoint.state != "deleted":
            yield endpoint.id


def _in_placement_group(parameters: Parameters) -> Iterator[str]:
    name = parameters["GroupName"]
    for reservation in all_of(moto("ec2").reservations):
        for instance in reservation.instances:
            if instance.placement.group_name == name and instance._state.name != "terminated":
                yield instance.id
    for group in all_of(moto("autoscaling").autoscaling_groups):
        if group.placement_group == name and group.instance_states:
            yield group.name


def _groups(parameters: Parameters) -> Iterator[str]:
    """Security groups that a call names."""
    lists = named(parameters, "SecurityGroupIds", "Groups", "AddSecurityGroupIds")
    referred = [pair.get("GroupId") for pairs in named(parameters, "UserIdGroupPairs") for pair in pairs]
    asked = [one for each in lists for one in each]
    return existing.missing_groups([one for one in (*asked, *referred) if one])


MISSING = (
    # moto itself refuses subnets, gateways and addresses.
    Rule(
        "CreateNetworkInterface ModifyNetworkInterfaceAttribute RunInstances CreateVpcEndpoint"
        " ModifyVpcEndpoint AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress",
        _groups,
        "InvalidGroup.NotFound",
        "The security group '{found}' does not exist",
    ),
)

IN_USE = (
    Rule(
        "DeleteSecurityGroup",
        _default_group,
        "CannotDelete",
        'the specified group: "{found}" name: "default" cannot be deleted by a user',
    ),
    Rule(
        "DeleteSecurityGroup",
        _users_of_group,
        "DependencyViolation",
        "resource {GroupId} has a dependent object",
    ),
    Rule(
        "DeleteSubnet",
        lambda parameters: networks.users(parameters["SubnetId"]),
        "DependencyViolation",
        "The subnet '{SubnetId}' has dependencies and cannot be deleted.",
    ),
    Rule(
        "DeleteVpc",
        _in_vpc,
        "DependencyViolation",
        "The vpc '{VpcId}' has dependencies and cannot be deleted.",
    ),
    Rule(
        "DetachInternetGateway",
        _public_addresses,
        "DependencyViolation",
        "Network {VpcId} has some mapped public address(es). Please unmap those before detaching the"
        " gateway.",
    ),
    Rule(
        "DeletePlacementGroup",
        _in_placement_group,
        "InvalidPlacementGroup.InUse",
        "The placement group {GroupName} is in use and may not be deleted.",
    ),
    Rule("ReleaseAddress", _user_of_address, "InvalidIPAddress.InUse", "Address {found} is in use."),
    Rule(
        "DeleteNetworkInterface",
        _held_interface,
        "InvalidParameterValue",
        "Network interface '{NetworkInterfaceId}' is currently in use.",
    ),
    Rule(
        "DeleteNetworkAcl",
        _default_acl,
        "InvalidParameterValue",
        "cannot delete default network ACL {NetworkAclId}",
    ),
)
