"""The ends of a path: a resource by its id, an address, or the place of a resource in the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Address

from local_aws.reachability.explanations import Code, Path, blocked
from local_aws.reachability.topology import (
    Address,
    Interface,
    InternetGateway,
    Network,
    Outside,
    Point,
    Subnet,
    address_of,
)

_UNSUPPORTED = ("cagw-", "lgw-", "pcx-", "tgw-", "vgw-", "vpce-svc-")


@dataclass(frozen=True)
class Placed:
    """What runs in a subnet without an interface of its own in EC2: a task, a function, a database, a cache.

    Args:
        groups: the ids of its security groups; None when none guards it.
        address: None when it does not matter: then one of the subnet is used.
        public: its public IPv4 address; None without one.
    """

    subnet: str
    groups: Sequence[str] | None = ()
    address: str | None = None
    public: str | None = None
    name: str = "placed"


class NotAnEndError(Exception):
    """No path begins or ends there; `path` says why in the terms of EC2."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path.blocker))
        self.path = path


def find(network: Network, named: str | Placed, vpc: str | None = None) -> tuple[Point, ...]:
    """The points of a resource: several of an instance or load balancer with several interfaces.

    Args:
        named: an id or ARN of EC2, the ARN of a load balancer, an IP address, or something placed.
        vpc: where to look for an address first, because several VPCs may use the same.

    Raises:
        NotAnEndError: it does not exist, or no path may begin or end there.
    """
    if isinstance(named, Placed):
        return (_placed(network, named),)
    address = address_of(named)
    if address is not None:
        found = network.with_address(address, vpc) or network.with_address(address)
        return (found or Outside(address),)
    id = _id(named)
    owned = network.of_owner(named) or network.of_owner(id)
    point = network.interfaces.get(id) or network.internet_gateways.get(id) or network.endpoints.get(id)
    if point is not None:
        return (point,)
    if owned:
        return owned
    code = Code.UNSUPPORTED_COMPONENT if id.startswith(_UNSUPPORTED) else Code.NO_SOURCE_OR_DESTINATION
    raise NotAnEndError(blocked(code, Component=id))


def at_address(network: Network, point: Point, address: Address) -> Point:
    """The same point, at one address of several.

    Raises:
        NotAnEndError: a network interface does not have it.
    """
    if isinstance(point, Interface):
        if point.public == address:
            return point
        if address not in point.addresses:
            raise NotAnEndError(blocked(Code.ENI_ADDRESS_RESTRICTION, NetworkInterface=point.id))
        return replace(point, addresses=(address,))
    if isinstance(point, InternetGateway):
        return Outside(address, through=point.id)
    return point


def in_vpc(network: Network, points: Sequence[Point]) -> str | None:
    """The VPC that points are in, when one says so."""
    for point in points:
        if isinstance(point, Interface):
            return network.vpc_of(point)
        if not isinstance(point, Outside) and point.vpc:
            return point.vpc
    return None


def _id(named: str) -> str:
    """An id, of an id or of an ARN."""
    return named.rpartition("/")[2] if named.startswith("arn:") else named


def _placed(network: Network, named: Placed) -> Interface:
    subnet = network.subnets.get(named.subnet)
    if subnet is None:
        raise NotAnEndError(blocked(Code.NO_SOURCE_OR_DESTINATION, Subnet=named.subnet))
    address = address_of(named.address) if named.address else None
    return Interface(
        id=named.name,
        subnet=subnet.id,
        addresses=(address,) if address else _any(subnet),
        groups=None if named.groups is None else tuple(named.groups),
        public=IPv4Address(named.public) if named.public else None,
    )


def _any(subnet: Subnet) -> tuple[Address, ...]:
    """An address of each block. AWS keeps the first four of a subnet for itself."""
    return tuple(block[4] for block in subnet.blocks)
