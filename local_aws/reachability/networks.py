"""The networks that moto holds, as a topology, and who reaches whom in them.

moto has no interfaces for load balancers: each node is made up, with an address of its subnet, and a public
one when the load balancer faces the internet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from moto.ec2.models import ec2_backends
from moto.elbv2.models import elbv2_backends

from local_aws.reachability.explanations import Path
from local_aws.reachability.paths import trace
from local_aws.reachability.points import NotAnEndError, Placed, at_address, find, in_vpc
from local_aws.reachability.ports import ANY, Ports
from local_aws.reachability.rules import protocol_named
from local_aws.reachability.topology import (
    AclEntry,
    Address,
    Block,
    Direction,
    EgressOnlyGateway,
    Endpoint,
    GroupRule,
    Interface,
    InternetGateway,
    NatGateway,
    Network,
    NetworkAcl,
    Peering,
    Point,
    Route,
    RouteTable,
    SecurityGroup,
    Subnet,
    Target,
    TargetKind,
    address_of,
)

_NODES = ip_network("203.0.113.0/24")  # public addresses where moto has none (a block for documentation)
_GATEWAYS = {"igw": TargetKind.INTERNET_GATEWAY, "vpce": TargetKind.GATEWAY_ENDPOINT}
_ENDED = ("deleted", "deleting", "failed")


def reaches(
    account: str,
    region: str,
    source: str | Placed,
    destination: str | Placed | None,
    protocol: str = "tcp",
    port: int | Ports | None = None,
    *,
    source_address: str | None = None,
    destination_address: str | None = None,
    network: Network | None = None,
) -> Path:
    """The path between two things of an account and region, as their networks are now.

    Args:
        source: an id or ARN of EC2 (network interface, instance, internet gateway, VPC endpoint), the ARN of
            a load balancer, an IP address, or something `Placed`.
        destination: the same; None when `destination_address` says it all.
        source_address: the address of the source that counts, when it may have several.
        destination_address: likewise of the destination.
        network: their networks as they were read before.

    Returns:
        A reachable path, when any between them is; else what blocks the first of them.
    """
    network = network or read(account, region)
    named = destination if destination is not None else destination_address
    if named is None:
        raise ValueError("a path has a destination, an address of it, or both")
    try:
        starts = find(network, source, in_vpc(network, _found(network, named)))
        ends = find(network, named, in_vpc(network, starts))
        starts = _at(network, starts, source_address)
        ends = _at(network, ends, destination_address if destination is not None else None)
    except NotAnEndError as none:
        return none.path
    refused: Path | None = None
    for start in starts:
        for end in ends:
            path = trace(network, start, end, protocol, port)
            if path.reachable:
                return path
            refused = refused or path
    assert refused is not None, "what is found is at least one point"
    return refused


def read(account: str, region: str) -> Network:
    """The networks of an account and region, and those that are peered with them."""
    own = ec2_backends[account][region]
    backends = [own]
    for peering in list(own.vpc_pcxs.values()):
        for vpc in (peering.vpc, peering.peer_vpc):
            if vpc.ec2_backend not in backends:
                backends.append(vpc.ec2_backend)
    networks = [_network(backend) for backend in backends]
    merged = {
        kind: {key: value for network in networks for key, value in vars(network)[kind].items()}
        for kind in vars(networks[0])
    }
    return Network(**merged)


def _found(network: Network, named: str | Placed) -> tuple[Point, ...]:
    """The points of a name, to learn their VPC; none when that has to wait, or is an error to come."""
    try:
        return find(network, named)
    except NotAnEndError:
        return ()


def _at(network: Network, points: tuple[Point, ...], address: str | None) -> tuple[Point, ...]:
    """The points that have an address; all of them, when none is asked for."""
    wanted = address_of(address) if address else None
    if wanted is None:
        return points
    having = [
        point
        for point in points
        if isinstance(point, Interface) and wanted in (*point.addresses, point.public)
    ]
    return tuple(at_address(network, point, wanted) for point in having or points)


def _network(backend: Any) -> Network:
    """What one of moto's EC2 backends holds, with the load balancers of the same account and region."""
    subnets = {each.id: each for each in _subnets(backend)}
    endpoints = [each for each in list(backend.vpc_end_points.values()) if each.state not in _ENDED]
    nat_gateways = list(backend.nat_gateways.values())
    interfaces = [*_interfaces(backend, _owners(endpoints, nat_gateways)), *_nodes(backend, subnets)]
    return Network(
        vpcs={vpc.id: _vpc_blocks(vpc) for vpc in list(backend.vpcs.values())},
        subnets=subnets,
        route_tables={each.id: _route_table(each) for each in list(backend.route_tables.values())},
        acls={each.id: _acl(each) for each in list(backend.network_acls.values())},
        groups={
            group.id: _group(group)
            for in_vpc in list(backend.groups.values())
            for group in list(in_vpc.values())
        },
        prefix_lists={each.id: _entries(each) for each in list(backend.managed_prefix_lists.values())},
        interfaces={each.id: each for each in interfaces if each.subnet in subnets},
        internet_gateways={
            each.id: InternetGateway(each.id, each.vpc.id if each.vpc else None)
            for each in list(backend.internet_gateways.values())
        },
        egress_only_gateways={
            each.id: EgressOnlyGateway(each.id, each.vpc_id)
            for each in list(backend.egress_only_internet_gateways.values())
        },
        nat_gateways={
            each.id: NatGateway(each.id, each._eni.id, None if each.state == "available" else each.state)
            for each in nat_gateways
        },
        endpoints={
            each.id: Endpoint(
                each.id, each.vpc_id, each.destination_prefix_list_id, tuple(each.network_interface_ids)
            )
            for each in endpoints
        },
        peerings={each.id: _peering(each) for each in list(backend.vpc_pcxs.values())},
    )


def _vpc_blocks(vpc: Any) -> tuple[Block, ...]:
    return tuple(
        ip_network(each["cidr_block"])
        for ipv6 in (False, True)
        for each in vpc.get_cidr_block_association_set(ipv6=ipv6)
    )


def _subnets(backend: Any) -> Iterator[Subnet]:
    for in_zone in list(backend.subnets.values()):
        for subnet in list(in_zone.values()):
            blocks = [subnet.cidr_block] if subnet.cidr_block else []
            blocks += [
                each["ipv6CidrBlock"]
                for each in subnet.ipv6_cidr_block_associations.values()
                if each["ipv6CidrBlockState"]["State"] == "associated"
            ]
            networks = tuple(ip_network(block) for block in blocks)
            yield Subnet(subnet.id, subnet.vpc_id, subnet.availability_zone, networks)


def _owners(endpoints: Iterable[Any], nat_gateways: Iterable[Any]) -> dict[str, str]:
    """Whose an interface is, when it is no instance's."""
    return {id: each.id for each in endpoints for id in each.network_interface_ids} | {
        each._eni.id: each.id for each in nat_gateways
    }


def _interfaces(backend: Any, owners: dict[str, str]) -> Iterator[Interface]:
    for eni in list(backend.enis.values()):
        instance = eni.instance
        owner = instance.id if instance else owners.get(eni.id)
        private = [each["PrivateIpAddress"] for each in eni.private_ip_addresses]
        primary_first = sorted(private, key=lambda address: address != eni.private_ip_address)
        groups = tuple(group.id for group in eni.group_set if group)
        yield Interface(
            id=eni.id,
            subnet=eni.subnet.id,
            addresses=tuple(ip_address(each) for each in (*primary_first, *eni.ipv6_addresses)),
            groups=None if owner and owner.startswith("nat-") else groups,
            public=IPv4Address(eni.public_ip) if eni.public_ip else None,
            owner=owner,
            attached=owner is not None,
            checks_addresses=bool(eni.source_dest_check),
            state=instance.state if instance and instance.state not in ("pending", "running") else None,
        )


def _nodes(backend: Any, subnets: dict[str, Subnet]) -> Iterator[Interface]:
    """A load balancer's nodes: one in each of its subnets."""
    for balancer in list(elbv2_backends[backend.account_id][backend.region_name].load_balancers.values()):
        guarded = bool(balancer.security_groups) or balancer.type == "application"
        for placed in (each for each in balancer.subnets if each.id in subnets):
            number = int(sha256(f"{balancer.arn} {placed.id}".encode()).hexdigest(), 16)
            yield Interface(
                id=f"eni-{number % 16**17:017x}",
                subnet=placed.id,
                addresses=tuple(_nth(block, number) for block in subnets[placed.id].blocks),
                groups=tuple(balancer.security_groups or ()) if guarded else None,
                public=None if balancer.scheme == "internal" else _public_node(number),
                owner=balancer.arn,
            )


def _nth(block: Block, number: int) -> Address:
    """An address of a subnet. AWS keeps its first four, and its last, for itself."""
    return block[4 + number % (min(block.num_addresses, 2**16) - 5)]


def _public_node(number: int) -> IPv4Address:
    address = _nth(_NODES, number)
    assert isinstance(address, IPv4Address)
    return address


def _route_table(table: Any) -> RouteTable:
    return RouteTable(
        id=table.id,
        vpc=table.vpc_id,
        routes=tuple(_routes(table)),
        subnets=frozenset(table._associations.values()),
        main=table.main_association_id is not None,
    )


def _routes(table: Any) -> Iterator[Route]:
    for route in list(table.routes):
        listed = route.destination_prefix_list
        blocks = [route.destination_cidr_block, route.destination_ipv6_cidr_block]
        named = tuple(ip_network(block, strict=False) for block in blocks if block)
        yield Route(
            blocks=_entries(listed) if listed else named,
            target=_target(route),
            prefix_list=listed.id if listed else None,
        )


def _target(route: Any) -> Target | None:
    """What a route leads to; None when moto keeps no target of it, so that it is a blackhole."""
    if route.local:
        return Target(TargetKind.LOCAL, "local")
    if route.gateway:
        kind = _GATEWAYS.get(route.gateway.id.partition("-")[0], TargetKind.UNSUPPORTED)
        return Target(kind, route.gateway.id)
    kinds = {
        TargetKind.NAT_GATEWAY: route.nat_gateway_id,
        TargetKind.EGRESS_ONLY_GATEWAY: route.egress_only_internet_gateway_id,
        TargetKind.PEERING: route.vpc_peering_connection_id,
        TargetKind.INTERFACE: route.network_interface_id,
        TargetKind.UNSUPPORTED: route.transit_gateway_id or route.carrier_gateway_id or route.vpc_endpoint_id,
    }
    if route.instance:
        kinds[TargetKind.INTERFACE] = route.instance.nics[0].id
    return next((Target(kind, id) for kind, id in kinds.items() if id), None)


def _entries(prefix_list: Any) -> tuple[Block, ...]:
    """The entries of a prefix list's current version: of AWS's own lists moto keeps the first one."""
    entries = prefix_list.entries.get(prefix_list.version or 1) or ()
    return tuple(ip_network(entry["Cidr"]) for entry in entries)


def _acl(acl: Any) -> NetworkAcl:
    return NetworkAcl(
        id=acl.id,
        vpc=acl.vpc_id,
        entries=tuple(_acl_entry(entry) for entry in list(acl.network_acl_entries)),
        subnets=frozenset(each.subnet_id for each in list(acl._associations.values())),
        default=acl.default,
    )


def _acl_entry(entry: Any) -> AclEntry:
    return AclEntry(
        number=int(entry.rule_number),
        direction=Direction.EGRESS if _is_true(entry.egress) else Direction.INGRESS,
        allow=entry.rule_action == "allow",
        block=ip_network(entry.ipv6_cidr_block or entry.cidr_block, strict=False),
        protocol=protocol_named(str(entry.protocol)),
        ports=_range(entry.port_range_from, entry.port_range_to),
    )


def _group(group: Any) -> SecurityGroup:
    return SecurityGroup(
        id=group.id,
        vpc=group.vpc_id,
        ingress=tuple(_group_rule(rule) for rule in list(group.ingress_rules)),
        egress=tuple(_group_rule(rule) for rule in list(group.egress_rules)),
    )


def _group_rule(rule: Any) -> GroupRule:
    cidr = rule.cidr_ipv4 or rule.cidr_ipv6
    return GroupRule(
        protocol=protocol_named(str(rule.ip_protocol)),
        ports=_range(rule.from_port, rule.to_port),
        block=ip_network(cidr, strict=False) if cidr else None,
        group=rule.source_group.get("GroupId"),
        prefix_list=rule.prefix_list_id,
    )


def _range(first: Any, last: Any) -> Ports:
    return ANY if first is None or last is None else Ports.of(int(first), int(last))


def _peering(peering: Any) -> Peering:
    code = peering.status["Code"]
    return Peering(peering.id, (peering.vpc.id, peering.peer_vpc.id), None if code == "active" else code)


def _is_true(value: Any) -> bool:
    return str(value).lower() == "true"
