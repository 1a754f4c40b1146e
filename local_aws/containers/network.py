"""Where tasks are: at a loopback address of their own, and with a network interface in their subnet.

Load balancers and VPC links ask `is_reached` before they forward a request. Tasks and functions that connect
by themselves use the machine's loopback network, which knows no rules.
"""

import itertools
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from moto.ec2.models import ec2_backends

from local_aws.reachability.networks import reaches
from local_aws.reachability.networks import read as read_network
from local_aws.reachability.points import Placed
from local_aws.reachability.topology import Network

_TRIED = 2000
_HELD = 65535  # a port that marks an address as taken, for other local AWS of this machine, too
_REMEMBERED = 0.5  # seconds: to read all networks takes longer than many a request
_numbers = itertools.count()


@dataclass(frozen=True)
class Interface:
    """A task's network interface."""

    account: str
    region: str
    id: str


_interfaces: dict[str, Interface] = {}  # by the address at which their task answers
_networks: dict[tuple[str, str], tuple[float, Network]] = {}  # and the time when it was read


@dataclass
class Place:
    """The address of a task, held until `release`."""

    address: str
    interface: str = ""
    _marks: list[socket.socket] = field(default_factory=list)

    def release(self) -> None:
        """Let others have the address."""
        for mark in self._marks:
            mark.close()


def place(ports: Iterable[int]) -> Place:
    """An address at which these ports are free.

    Raises:
        OSError: there is none; the loopback network of macOS has one address only.
    """
    for number in itertools.islice(_numbers, _TRIED):
        address = f"127.78.{number // 250 % 250}.{number % 250 + 1}"
        mark = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            mark.bind((address, _HELD))
            for port in ports:
                with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
                    tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    tried.bind((address, port))
        except OSError:
            mark.close()
            continue
        return Place(address, _marks=[mark])
    raise OSError("no loopback address is free")


def add_interface(account: str, region: str, configuration: dict[str, Any], number: int) -> Any:
    """The network interface of a task: in one of its subnets, in turn, with its security groups."""
    said = configuration["awsvpcConfiguration"]
    interface = ec2_backends[account][region].create_network_interface(
        subnet=said["subnets"][number % len(said["subnets"])],
        private_ip_address="",
        group_ids=said.get("securityGroups") or [],
        description="An ECS task",
    )
    interface.status, interface.device_index = "in-use", 1
    return interface


def remove_interface(account: str, region: str, id: str) -> None:
    """Remove a task's interface, if it is still there."""
    ec2_backends[account][region].enis.pop(id, None)
    for address in [address for address, each in _interfaces.items() if each.id == id]:
        del _interfaces[address]


def answers_for(interface: Interface, address: str) -> None:
    """Note that what reaches this interface is answered at this address."""
    _interfaces[address] = interface


def answering(account: str, region: str, address: str) -> tuple[str | None, str | None]:
    """Where the target at an address answers: its network interface, if it has one, and its loopback address.

    Args:
        address: of an interface in a VPC, or of this machine's loopback.
    """
    for at, interface in list(_interfaces.items()):
        eni = ec2_backends[account][region].enis.get(interface.id)
        if address == at or (eni and eni.private_ip_address == address):
            return interface.id, at
    return None, address if ip_address(address).is_loopback else None


def is_reached(source: str | Placed, address: str, port: int) -> bool:
    """Whether routes, network ACLs and security groups let TCP pass to a task and back.

    Args:
        source: the ARN of a load balancer, or something placed in a subnet.
        address: where the task answers. What is at an address of no task is in no network, and is reached.
    """
    interface = _interfaces.get(address)
    if interface is None:
        return True
    where = (interface.account, interface.region)
    return reaches(*where, source, interface.id, port=port, network=_network(*where)).reachable


def _network(account: str, region: str) -> Network:
    """The networks of an account and region, as they are or were a moment ago."""
    read, network = _networks.get((account, region), (0.0, None))
    if network is None or time.monotonic() - read > _REMEMBERED:
        network = read_network(account, region)
        _networks[account, region] = (time.monotonic(), network)
    return network
