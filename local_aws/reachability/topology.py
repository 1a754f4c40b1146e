"""What a network consists of, as far as it decides where packets go.

The terms are EC2's. Nothing here knows an engine: `networks` makes a `Network` of what moto holds, and tests
write one by hand.
https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from local_aws.reachability.ports import ANY, Ports

Address = IPv4Address | IPv6Address
Block = IPv4Network | IPv6Network

ALL_PROTOCOLS = "-1"


class Direction(StrEnum):
    """Which way a rule looks, seen from what it protects."""

    INGRESS = "ingress"
    EGRESS = "egress"


class TargetKind(StrEnum):
    """What a route leads to."""

    LOCAL = "local"
    INTERNET_GATEWAY = "internet-gateway"
    EGRESS_ONLY_GATEWAY = "egress-only-internet-gateway"
    NAT_GATEWAY = "nat-gateway"
    GATEWAY_ENDPOINT = "vpc-endpoint"
    PEERING = "vpc-peering-connection"
    INTERFACE = "network-interface"
    LATTICE = "vpc-lattice"
    UNSUPPORTED = "unsupported"  # transit gateways, VPN gateways and such: where it goes on is not known


@dataclass(frozen=True)
class Target:
    """What a route leads to, with its id."""

    kind: TargetKind
    id: str


@dataclass(frozen=True)
class Route:
    """One route; of a prefix list, all the list's blocks. Without a target it is a blackhole."""

    blocks: tuple[Block, ...]
    target: Target | None
    prefix_list: str | None = None


@dataclass(frozen=True)
class RouteTable:
    """A route table, with the subnets that name it. The main one is of all subnets that name none."""

    id: str
    vpc: str
    routes: tuple[Route, ...]
    subnets: frozenset[str] = frozenset()
    main: bool = False


@dataclass(frozen=True)
class AclEntry:
    """One numbered rule of a network ACL, for one direction and one block."""

    number: int
    direction: Direction
    allow: bool
    block: Block
    protocol: str = ALL_PROTOCOLS
    ports: Ports = ANY


@dataclass(frozen=True)
class NetworkAcl:
    """A network ACL with the subnets that it guards; the default one guards all that no other does."""

    id: str
    vpc: str
    entries: tuple[AclEntry, ...]
    subnets: frozenset[str] = frozenset()
    default: bool = False


@dataclass(frozen=True)
class GroupRule:
    """One rule of a security group: its peer is a block, a group, or a prefix list."""

    protocol: str
    ports: Ports = ANY
    block: Block | None = None
    group: str | None = None
    prefix_list: str | None = None


@dataclass(frozen=True)
class SecurityGroup:
    """A security group."""

    id: str
    vpc: str
    ingress: tuple[GroupRule, ...] = ()
    egress: tuple[GroupRule, ...] = ()

    def rules(self, direction: Direction) -> tuple[GroupRule, ...]:
        """Its rules for that direction."""
        return self.ingress if direction is Direction.INGRESS else self.egress


@dataclass(frozen=True)
class Subnet:
    """A subnet, with its IPv4 and IPv6 blocks."""

    id: str
    vpc: str
    zone: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Interface:
    """A network interface, or the equivalent of one: a task, a function, a database, a load balancer's node.

    Args:
        addresses: its private IPv4 addresses, the primary one first, and its IPv6 addresses.
        groups: its security groups; None for what no security group guards, as a NAT gateway.
        owner: what it belongs to: an instance, a NAT gateway, a VPC endpoint, a load balancer.
        attached: it belongs to something. An internet gateway delivers to no other.
        state: of what it belongs to, when that does not work: `stopped`, `deleted`.
    """

    id: str
    subnet: str
    addresses: tuple[Address, ...]
    groups: tuple[str, ...] | None = ()
    public: IPv4Address | None = None
    owner: str | None = None
    attached: bool = True
    checks_addresses: bool = True
    state: str | None = None


@dataclass(frozen=True)
class InternetGateway:
    """An internet gateway; as an end of a path, any address of the internet."""

    id: str
    vpc: str | None


@dataclass(frozen=True)
class EgressOnlyGateway:
    """An egress-only internet gateway: IPv6 connections go out through it, and none come in."""

    id: str
    vpc: str


@dataclass(frozen=True)
class NatGateway:
    """A NAT gateway; `state` is None while it works."""

    id: str
    interface: str
    state: str | None = None


@dataclass(frozen=True)
class Endpoint:
    """A VPC endpoint: a gateway endpoint has a prefix list, an interface endpoint has interfaces."""

    id: str
    vpc: str
    prefix_list: str | None = None
    interfaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Peering:
    """A VPC peering connection; `state` is None while it is active."""

    id: str
    vpcs: tuple[str, str]
    state: str | None = None


@dataclass(frozen=True)
class Outside:
    """An address that no interface of the network has; `through` names the gateway it is reached by."""

    address: Address
    through: str | None = None


Point = Interface | InternetGateway | Endpoint | Outside


@dataclass(frozen=True)
class Network:
    """The VPCs of an account and region with all in them, and those that they are peered with, by id."""

    vpcs: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    subnets: Mapping[str, Subnet] = field(default_factory=dict)
    route_tables: Mapping[str, RouteTable] = field(default_factory=dict)
    acls: Mapping[str, NetworkAcl] = field(default_factory=dict)
    groups: Mapping[str, SecurityGroup] = field(default_factory=dict)
    prefix_lists: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    interfaces: Mapping[str, Interface] = field(default_factory=dict)
    internet_gateways: Mapping[str, InternetGateway] = field(default_factory=dict)
    egress_only_gateways: Mapping[str, EgressOnlyGateway] = field(default_factory=dict)
    nat_gateways: Mapping[str, NatGateway] = field(default_factory=dict)
    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)
    peerings: Mapping[str, Peering] = field(default_factory=dict)

    def vpc_of(self, interface: Interface) -> str:
        """The VPC that an interface is in."""
        return self.subnets[interface.subnet].vpc

    def route_table_of(self, subnet: Subnet) -> RouteTable:
        """The table that a subnet names, else its VPC's main one.

        https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
        """
        tables = [table for table in self.route_tables.values() if table.vpc == subnet.vpc]
        named = [table for table in tables if subnet.id in table.subnets]
        return next(iter(named), None) or next(table for table in tables if table.main)

    def acl_of(self, subnet: Subnet) -> NetworkAcl:
        """The network ACL that guards a subnet.

        https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
        """
        acls = [acl for acl in self.acls.values() if acl.vpc == subnet.vpc]
        named = [acl for acl in acls if subnet.id in acl.subnets]
        return next(iter(named), None) or next(acl for acl in acls if acl.default)

    def of_owner(self, owner: str) -> tuple[Interface, ...]:
        """The interfaces that belong to an instance, a gateway, an endpoint, a load balancer."""
        return tuple(each for each in self.interfaces.values() if each.owner == owner)

    def with_address(self, address: Address, vpc: str | None = None) -> Interface | None:
        """The interface that has a private or IPv6 address, in one VPC or in any."""
        return next((each for each in self._in(vpc) if address in each.addresses), None)

    def with_public(self, address: Address, vpc: str) -> Interface | None:
        """The interface of a VPC that has a public IPv4 address."""
        return next((each for each in self._in(vpc) if each.public == address), None)

    def gateway_of(self, vpc: str) -> InternetGateway | None:
        """The internet gateway that is attached to a VPC."""
        return next((each for each in self.internet_gateways.values() if each.vpc == vpc), None)

    def _in(self, vpc: str | None) -> Iterator[Interface]:
        return (each for each in self.interfaces.values() if vpc in (None, self.vpc_of(each)))


def address_of(text: str) -> Address | None:
    """The IP address that a text is; None for any other text."""
    try:
        return ip_address(text)
    except ValueError:
        return None
