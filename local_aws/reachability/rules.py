"""What a network ACL, a security group and a route table make of one packet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from ipaddress import ip_network

from local_aws.reachability.ports import ANY, NONE, Ports
from local_aws.reachability.topology import (
    ALL_PROTOCOLS,
    AclEntry,
    Address,
    Block,
    Direction,
    GroupRule,
    Network,
    NetworkAcl,
    Route,
    RouteTable,
    SecurityGroup,
    Target,
    TargetKind,
)

# A VPC that a Lattice service network serves has routes to it which no route table shows.
# https://docs.aws.amazon.com/vpc-lattice/latest/ug/how-it-works.html
_LATTICE = Route(
    (ip_network("169.254.171.0/24"), ip_network("fd00:ec2:80::/64")),
    Target(TargetKind.LATTICE, "VpcLattice"),
)
_NAMES = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "all": ALL_PROTOCOLS}
_WITH_PORTS = {"tcp", "udp"}


def protocol_named(protocol: str) -> str:
    """The name of a protocol, which EC2 takes by name or by number."""
    given = protocol.lower()
    return _NAMES.get(given, given)


@dataclass(frozen=True)
class Packet:
    """A packet, with all the destination ports that it may have.

    Args:
        source_groups: security groups of who sent it; None once a component in between hides them.
        destination_groups: security groups of whom it is for.
    """

    source: Address
    destination: Address
    protocol: str
    ports: Ports
    source_groups: frozenset[str] | None = None
    destination_groups: frozenset[str] | None = None

    def narrowed(self, ports: Ports) -> Packet:
        """The same, with fewer ports."""
        return replace(self, ports=ports)

    def peer(self, direction: Direction) -> Address:
        """The address that a rule for that direction is about."""
        return self.source if direction is Direction.INGRESS else self.destination

    def peer_groups(self, direction: Direction) -> frozenset[str]:
        """The security groups of that peer."""
        groups = self.source_groups if direction is Direction.INGRESS else self.destination_groups
        return groups or frozenset()


@dataclass(frozen=True)
class Verdict:
    """Which ports go through, and the rule that decided on the first of them; None where none did."""

    ports: Ports
    rule: AclEntry | GroupRule | None


def through_acl(acl: NetworkAcl, packet: Packet, direction: Direction) -> Verdict:
    """What a network ACL lets through: for each port the lowest numbered rule that matches decides.

    https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
    """
    open_, undecided = NONE, packet.ports
    first: AclEntry | None = None
    matching = [
        entry
        for entry in acl.entries
        if entry.direction is direction
        and _is_about(entry.protocol, packet.protocol)
        and _within(packet.peer(direction), (entry.block,))
    ]
    for entry in sorted(matching, key=lambda entry: entry.number):
        decided = undecided & _ports(entry.protocol, entry.ports)
        undecided = undecided - decided
        if decided and entry.allow:
            open_ = open_ | decided
        if decided and (first is None or (entry.allow and not first.allow)):
            first = entry
    return Verdict(open_, first)


def through_groups(
    network: Network, groups: Iterable[SecurityGroup], packet: Packet, direction: Direction
) -> Verdict:
    """What security groups let through: all that any rule of any of them allows.

    https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
    """
    open_: Ports = NONE
    first: GroupRule | None = None
    for rule in (rule for group in groups for rule in group.rules(direction)):
        allowed = packet.ports & _ports(rule.protocol, rule.ports)
        if allowed and _is_about(rule.protocol, packet.protocol) and _names(network, rule, packet, direction):
            open_, first = open_ | allowed, first or rule
    return Verdict(open_, first)


def best_route(table: RouteTable, address: Address) -> Route | None:
    """The route with the longest prefix that matches; of equals, a static one before one of a prefix list.

    https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
    """
    if _within(address, _LATTICE.blocks):
        return _LATTICE
    matching = [
        (block.prefixlen, route.prefix_list is None, index)
        for index, route in enumerate(table.routes)
        for block in route.blocks
        if _within(address, (block,))
    ]
    return table.routes[max(matching)[2]] if matching else None


def is_blackhole(network: Network, table: RouteTable, route: Route) -> bool:
    """Whether the route's target is gone, or not of this VPC any more.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
    """
    target = route.target
    if target is None:
        return True
    match target.kind:
        case TargetKind.INTERNET_GATEWAY:
            gateway = network.internet_gateways.get(target.id)
            return gateway is None or gateway.vpc != table.vpc
        case TargetKind.EGRESS_ONLY_GATEWAY:
            return target.id not in network.egress_only_gateways
        case TargetKind.NAT_GATEWAY:
            nat = network.nat_gateways.get(target.id)
            return nat is None or nat.state is not None or nat.interface not in network.interfaces
        case TargetKind.GATEWAY_ENDPOINT:
            return target.id not in network.endpoints
        case TargetKind.PEERING:
            peering = network.peerings.get(target.id)
            return peering is None or peering.state is not None or table.vpc not in peering.vpcs
        case TargetKind.INTERFACE:
            return target.id not in network.interfaces
        case TargetKind.LOCAL | TargetKind.LATTICE | TargetKind.UNSUPPORTED:
            return False


def _within(address: Address, blocks: Iterable[Block]) -> bool:
    """Whether one of the blocks has the address; one of the other IP version has not."""
    return any(address in block for block in blocks)


def _is_about(rule: str, protocol: str) -> bool:
    return protocol_named(rule) in (ALL_PROTOCOLS, protocol)


def _ports(protocol: str, ports: Ports) -> Ports:
    return ports if protocol_named(protocol) in _WITH_PORTS else ANY


def _names(network: Network, rule: GroupRule, packet: Packet, direction: Direction) -> bool:
    peer = packet.peer(direction)
    if rule.group is not None:
        return rule.group in packet.peer_groups(direction)
    if rule.prefix_list is not None:
        return _within(peer, network.prefix_lists.get(rule.prefix_list, ()))
    return rule.block is not None and peer in rule.block
