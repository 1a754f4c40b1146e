"""The path of a packet and of its reply, or what blocks it first.

`trace` follows the packet as VPC Reachability Analyzer does: out through the source's security groups,
network ACL and route, on through gateways, in through the destination's network ACL and security groups; then
the reply, which security groups let pass because they keep state, and network ACLs do not. It says
"reachable" when there is a port, and a client's port for the reply, that every component lets through.
https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network

from local_aws.reachability.explanations import Code, Explanation, Hop, Path, blocked
from local_aws.reachability.ports import ANY, EPHEMERAL, Ports
from local_aws.reachability.rules import (
    Packet,
    best_route,
    is_blackhole,
    protocol_named,
    through_acl,
    through_groups,
)
from local_aws.reachability.topology import (
    AclEntry,
    Address,
    Block,
    Direction,
    Endpoint,
    Interface,
    InternetGateway,
    Network,
    Outside,
    Point,
    Route,
    Subnet,
    Target,
    TargetKind,
)

_PRIVATE = tuple(ip_network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))  # RFC 1918
_SHARED = ip_network("100.64.0.0/10")  # RFC 6598
_UNIQUE_LOCAL = ip_network("fc00::/7")  # RFC 4193
# "An address of the internet" is one of these, unless rules name others. Both blocks are for documentation.
_SOMEWHERE = (ip_address("198.51.100.1"), ip_address("2001:db8::1"))


def trace(
    network: Network, source: Point, destination: Point, protocol: str, port: int | Ports | None = None
) -> Path:
    """The path from the source to the destination.

    Args:
        protocol: `tcp` or `udp`, by name or by number.
        port: of the destination; of several, any that is let through; None means all.

    Returns:
        A reachable path, when one is between any addresses of the two; else what blocks the first of them.
    """
    ports = ANY if port is None else Ports.of(port) if isinstance(port, int) else port
    if isinstance(source, Endpoint):
        return blocked(Code.VPCE_INTRA_VPC_TRAFFIC, VpcEndpoint=source.id)
    refused: Path | None = None
    for start, end in _pairs(network, source, destination):
        path = _between(network, start, end, protocol_named(protocol), ports)
        if path.reachable:
            return path
        refused = refused or path
    return refused or blocked(Code.NO_PATH)


@dataclass(frozen=True)
class _End:
    """One end of a path: an address, of an interface or outside of the network."""

    address: Address
    interface: Interface | None = None
    through: str | None = None  # the gateway, of an end outside

    @property
    def groups(self) -> frozenset[str]:
        return frozenset((self.interface.groups or ()) if self.interface else ())


@dataclass(frozen=True)
class _Leg:
    """A stretch of a path, between interfaces or from one to a gateway.

    A NAT gateway ends one and begins the next. The addresses are those that packets bear on it.
    """

    near: _End
    far: _End
    gateway: str | None = None


class _BlockedError(Exception):
    def __init__(self, explanation: Explanation) -> None:
        super().__init__(str(explanation))
        self.explanation = explanation


def _pairs(network: Network, source: Point, destination: Point) -> list[tuple[_End, _End]]:
    """The ends to try, of one IP version: of the older where both have it, as Reachability Analyzer does."""
    pairs = [
        (start, end)
        for start in _ends(network, source, destination)
        for end in _ends(network, destination, source)
        if start.address.version == end.address.version
    ]
    older = [pair for pair in pairs if pair[0].address.version == 4]
    return older or pairs


def _ends(network: Network, point: Point, other: Point) -> Iterator[_End]:
    """The ends that a point of a path may mean: the first address of each IP version, nodes one by one."""
    match point:
        case Interface():
            for version in (4, 6):
                addresses = [address for address in point.addresses if address.version == version]
                yield from (_End(address, point) for address in addresses[:1])
        case Outside():
            yield _End(point.address, through=point.through)
        case InternetGateway():
            for address in _of_the_internet(network, other):
                yield _End(address, through=point.id)
        case Endpoint():
            for block in network.prefix_lists.get(point.prefix_list or "", ()):
                yield _End(_first(block), through=point.id)
            for interface in point.interfaces:
                if interface in network.interfaces:
                    yield from _ends(network, network.interfaces[interface], other)


def _of_the_internet(network: Network, other: Point) -> list[Address]:
    """Addresses of the internet: any, then those that rules on the other end's way name."""
    named: list[Block] = []
    if isinstance(other, Interface):
        groups = [network.groups[group] for group in other.groups or () if group in network.groups]
        rules = [rule for group in groups for rule in (*group.ingress, *group.egress)]
        named = [rule.block for rule in rules if rule.block]
        named += [block for rule in rules for block in network.prefix_lists.get(rule.prefix_list or "", ())]
        named += [entry.block for entry in network.acl_of(network.subnets[other.subnet]).entries]
    public = [block for block in named if block.prefixlen and not _is_private(_first(block))]
    return list(dict.fromkeys([*_SOMEWHERE, *(_first(block) for block in public)]))


def _first(block: Block) -> Address:
    return block[1] if block.num_addresses > 1 else block[0]


def _is_private(address: Address) -> bool:
    return address.is_link_local or any(address in block for block in (*_PRIVATE, _SHARED, _UNIQUE_LOCAL))


def _between(network: Network, start: _End, end: _End, protocol: str, ports: Ports) -> Path:
    walk = _Walk(network, protocol)
    try:
        walk.back(walk.there(start, end, ports))
    except _BlockedError as stop:
        return Path(tuple(walk.forward), tuple(walk.reply), stop.explanation)
    return Path(tuple(walk.forward), tuple(walk.reply))


class _Walk:
    """Follows one packet of one pair of addresses, and its reply; notes the components passed."""

    def __init__(self, network: Network, protocol: str) -> None:
        self._network = network
        self._protocol = protocol
        self.forward: list[Hop] = []
        self.reply: list[Hop] = []
        self._hops = self.forward

    # There

    def there(self, start: _End, end: _End, ports: Ports) -> list[_Leg]:
        """The legs of the way there."""
        packet = Packet(start.address, end.address, self._protocol, ports, start.groups, end.groups)
        for one in (start.interface, end.interface):
            if one and one.state:
                raise _BlockedError(Explanation(Code.BAD_STATE, {"Component": one.owner or one.id}))
        if start.interface is None:
            leg, packet = self._come_in(start, end, packet)
            legs = [leg]
        else:
            self._pass(start.interface.id, start.interface, packet)
            packet = self._through_groups(start.interface, packet, Direction.EGRESS)
            legs, packet = self._go(start, end, packet)
        if end.interface:
            packet = self._through_groups(end.interface, packet, Direction.INGRESS)
            self._pass(end.interface.id, end.interface, packet)
        return legs

    def _come_in(self, start: _End, end: _End, packet: Packet) -> tuple[_Leg, Packet]:
        """From an address outside into a subnet."""
        interface = end.interface
        if interface is None:
            raise _BlockedError(Explanation(Code.NO_PATH))
        vpc = self._network.vpc_of(interface)
        through = start.through
        if through is None and not _is_private(start.address):
            attached = self._network.gateway_of(vpc)
            if attached is None:
                raise _BlockedError(Explanation(Code.NO_POSSIBLE_DESTINATION, {"Vpc": vpc}))
            through = attached.id
        if through is not None:
            self._come_in_by_internet_gateway(through, start.address, end.address, interface)
        packet = self._through_acl(self._subnet(interface), packet, Direction.INGRESS)
        return _Leg(start, end, through), packet

    def _come_in_by_internet_gateway(
        self, gateway_id: str, source: Address, destination: Address, interface: Interface
    ) -> None:
        """https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html"""
        gateway = self._network.internet_gateways.get(gateway_id)
        about = {"InternetGateway": gateway_id, "Vpc": self._network.vpc_of(interface)}
        if gateway is None or gateway.vpc != self._network.vpc_of(interface):
            raise _BlockedError(Explanation(Code.NO_POSSIBLE_DESTINATION, about))
        if any(source in block for block in _PRIVATE):
            raise _BlockedError(Explanation(Code.IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS, about))
        if source in _SHARED:
            raise _BlockedError(Explanation(Code.IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS, about))
        if not _is_public(interface, destination):
            about["NetworkInterface"] = interface.id
            raise _BlockedError(Explanation(Code.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS, about))
        self._hops.append(Hop(gateway_id, vpc=gateway.vpc))

    def _go(self, start: _End, end: _End, packet: Packet) -> tuple[list[_Leg], Packet]:
        """From an interface on, leg by leg."""
        legs: list[_Leg] = []
        while True:
            leg, packet = self._next_leg(start, end, packet)
            legs.append(leg)
            nat = self._network.nat_gateways.get(leg.gateway or "")
            if nat is None:
                return legs, packet
            start = _End(_ipv4(self._network.interfaces[nat.interface]), leg.far.interface)
            if start.interface in [each.near.interface for each in legs]:
                raise _BlockedError(Explanation(Code.NO_POSSIBLE_DESTINATION, {"NatGateway": nat.id}))
            packet = Packet(start.address, end.address, self._protocol, packet.ports, None, end.groups)

    def _next_leg(self, start: _End, end: _End, packet: Packet) -> tuple[_Leg, Packet]:
        assert start.interface is not None
        subnet = self._subnet(start.interface)
        if end.interface and end.interface.subnet == subnet.id:
            return _Leg(start, end), packet
        packet = self._through_acl(subnet, packet, Direction.EGRESS)
        route, target = self._route(subnet, packet, end)
        if target.kind in (TargetKind.LOCAL, TargetKind.PEERING):
            self._deliver(subnet, target, route, end)
            assert end.interface is not None
            packet = self._through_acl(self._subnet(end.interface), packet, Direction.INGRESS)
            peering = target.id if target.kind is TargetKind.PEERING else None
            return _Leg(start, end, peering), packet
        if target.kind is TargetKind.NAT_GATEWAY:
            return self._enter_nat(start, end, packet, target.id)
        self._leave(start, end, subnet, target)
        return _Leg(start, end, target.id), packet

    def _deliver(self, subnet: Subnet, target: Target, route: Route, end: _End) -> None:
        """Whether a local route, or a peering connection, leads to the destination."""
        if end.interface is None:
            raise _BlockedError(self._no_destination(subnet, route))
        theirs = self._network.vpc_of(end.interface)
        if target.kind is TargetKind.LOCAL:
            if theirs != subnet.vpc:
                raise _BlockedError(self._no_destination(subnet, route))
            return
        peering = self._network.peerings[target.id]
        about = {"VpcPeeringConnection": peering.id, "SourceVpc": subnet.vpc, "DestinationVpc": theirs}
        if theirs not in peering.vpcs or theirs == subnet.vpc:
            raise _BlockedError(Explanation(Code.PCX_REQUIRES_ADDRESS_IN_VPC_CIDR, about))
        self._hops.append(Hop(peering.id))

    def _enter_nat(self, start: _End, end: _End, packet: Packet, nat: str) -> tuple[_Leg, Packet]:
        """https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html"""
        assert start.interface is not None
        interface = self._network.interfaces[self._network.nat_gateways[nat].interface]
        if end.address.version == 6:  # NAT64 is not modelled
            raise _BlockedError(Explanation(Code.UNSUPPORTED_COMPONENT, {"NatGateway": nat}))
        if self._network.vpc_of(interface) != self._network.vpc_of(start.interface):
            raise _BlockedError(Explanation(Code.NGW_REQUIRES_SOURCE_IN_VPC, {"NatGateway": nat}))
        if interface.subnet != start.interface.subnet:
            packet = self._through_acl(self._subnet(interface), packet, Direction.INGRESS)
        self._pass(nat, interface, packet)
        return _Leg(start, _End(end.address, interface), nat), packet

    def _leave(self, start: _End, end: _End, subnet: Subnet, target: Target) -> None:
        """Whether a gateway lets the packet out of the VPC, to where it is meant to go."""
        match target.kind:
            case TargetKind.INTERNET_GATEWAY:
                self._leave_by_internet_gateway(start, end, subnet, target.id)
            case TargetKind.GATEWAY_ENDPOINT if self._protocol != "tcp":
                about = {"VpcEndpoint": target.id}
                raise _BlockedError(Explanation(Code.VPCE_GATEWAY_PROTOCOL_RESTRICTION, about))
        if end.interface or end.through not in (None, target.id):
            raise _BlockedError(Explanation(Code.NO_POSSIBLE_DESTINATION, {"Component": target.id}))
        self._hops.append(Hop(target.id, vpc=subnet.vpc))

    def _leave_by_internet_gateway(self, start: _End, end: _End, subnet: Subnet, gateway: str) -> None:
        assert start.interface is not None
        about = {"InternetGateway": gateway, "Vpc": subnet.vpc}
        if any(end.address in block for block in _PRIVATE):
            raise _BlockedError(Explanation(Code.IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS, about))
        if end.address in _SHARED:
            raise _BlockedError(Explanation(Code.IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS, about))
        if self._network.with_public(end.address, subnet.vpc):
            raise _BlockedError(Explanation(Code.IGW_NAT_REFLECTION, about))
        if not _is_public(start.interface, start.address):
            about["NetworkInterface"] = start.interface.id
            raise _BlockedError(Explanation(Code.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS, about))

    # And back

    def back(self, legs: list[_Leg]) -> None:
        """The reply, leg by leg from the last one."""
        self._hops = self.reply
        for leg in reversed(legs):
            self._reply(leg)

    def _reply(self, leg: _Leg) -> None:
        near, far = leg.near.interface, leg.far.interface
        if near and far and near.subnet == far.subnet:
            return
        packet = Packet(leg.far.address, leg.near.address, self._protocol, EPHEMERAL)
        if leg.gateway and (far is None or leg.gateway in self._network.nat_gateways):
            self._hops.append(Hop(leg.gateway))
        if far:
            subnet = self._subnet(far)
            packet = self._through_acl(subnet, packet, Direction.EGRESS)
            _, target = self._route(subnet, packet, leg.near)
            self._check_way_back(leg, subnet, target)
        if near:
            self._through_acl(self._subnet(near), packet, Direction.INGRESS)

    def _check_way_back(self, leg: _Leg, subnet: Subnet, target: Target) -> None:
        """The reply has to leave by where the packet came in."""
        if leg.near.interface is None:
            came_by = leg.gateway
            fits = target.id == came_by or (came_by is None and target.kind is TargetKind.LATTICE)
        else:
            expected = TargetKind.PEERING if leg.gateway in self._network.peerings else TargetKind.LOCAL
            fits = target.kind is expected
        if not fits:
            raise _BlockedError(self._no_route(subnet, leg.near))
        if target.kind is not TargetKind.LOCAL:
            self._hops.append(Hop(target.id))

    # Components

    def _subnet(self, interface: Interface) -> Subnet:
        return self._network.subnets[interface.subnet]

    def _pass(self, component: str, interface: Interface, packet: Packet) -> None:
        subnet = self._subnet(interface)
        self._hops.append(Hop(component, subnet.id, subnet.vpc, packet=packet))

    def _through_groups(self, interface: Interface, packet: Packet, direction: Direction) -> Packet:
        if interface.groups is None:
            return packet
        vpc = self._network.vpc_of(interface)
        groups = [self._network.groups[id] for id in interface.groups if id in self._network.groups]
        verdict = through_groups(self._network, groups, packet, direction)
        if not verdict.ports:
            has_rules = any(group.rules(direction) for group in groups)
            code = Code.ENI_SG_RULES_MISMATCH if has_rules else Code.SG_HAS_NO_RULES
            about = {"NetworkInterface": interface.id, "Vpc": vpc}
            raise _BlockedError(Explanation(code, about, tuple(interface.groups), direction))
        used = next(group.id for group in groups if verdict.rule in group.rules(direction))
        packet = packet.narrowed(verdict.ports)
        self._hops.append(Hop(used, None, vpc, verdict.rule, direction, packet))
        return packet

    def _through_acl(self, subnet: Subnet, packet: Packet, direction: Direction) -> Packet:
        acl = self._network.acl_of(subnet)
        verdict = through_acl(acl, packet, direction)
        if not verdict.ports:
            about = {"Acl": acl.id, "Subnet": subnet.id, "Vpc": subnet.vpc}
            rule = verdict.rule if isinstance(verdict.rule, AclEntry) else None
            raise _BlockedError(Explanation(Code.SUBNET_ACL_RESTRICTION, about, (), direction, rule))
        packet = packet.narrowed(verdict.ports)
        self._hops.append(Hop(acl.id, subnet.id, subnet.vpc, verdict.rule, direction, packet))
        return packet

    def _route(self, subnet: Subnet, packet: Packet, to: _End) -> tuple[Route, Target]:
        table = self._network.route_table_of(subnet)
        route = best_route(table, packet.destination)
        if route is None:
            raise _BlockedError(self._no_route(subnet, to))
        about = self._table(subnet)
        target = route.target
        if target is None or is_blackhole(self._network, table, route):
            raise _BlockedError(Explanation(Code.BAD_STATE_ROUTE, about, rule=route))
        if target.kind is TargetKind.INTERFACE:
            appliance = self._network.interfaces[target.id]
            code = Code.UNSUPPORTED_COMPONENT
            if appliance.checks_addresses:
                code = Code.ENI_SOURCE_DEST_CHECK_RESTRICTION
            raise _BlockedError(Explanation(code, about | {"NetworkInterface": target.id}, rule=route))
        if target.kind is TargetKind.UNSUPPORTED:
            about["Component"] = target.id
            raise _BlockedError(Explanation(Code.UNSUPPORTED_COMPONENT, about, rule=route))
        self._hops.append(Hop(table.id, vpc=subnet.vpc, rule=route, packet=packet))
        return route, target

    def _table(self, subnet: Subnet) -> dict[str, str]:
        """The route table of a subnet, as explanations name it."""
        table = self._network.route_table_of(subnet)
        return {"RouteTable": table.id, "Subnet": subnet.id, "Vpc": subnet.vpc}

    def _no_route(self, subnet: Subnet, to: _End) -> Explanation:
        about = self._table(subnet)
        destination = to.interface.id if to.interface else to.through
        return Explanation(
            Code.NO_ROUTE_TO_DESTINATION, about | ({"Destination": destination} if destination else {})
        )

    def _no_destination(self, subnet: Subnet, route: Route) -> Explanation:
        return Explanation(Code.NO_POSSIBLE_DESTINATION, self._table(subnet), rule=route)


def _is_public(interface: Interface, address: Address) -> bool:
    """Whether the internet knows an address: an IPv6 one, or one with a public IPv4 twin."""
    if not interface.attached:
        return False
    return address.version == 6 or (interface.public is not None and address == _ipv4(interface))


def _ipv4(interface: Interface) -> Address:
    return next(address for address in interface.addresses if isinstance(address, IPv4Address))
