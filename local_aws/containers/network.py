"""Where tasks are: at a loopback address of their own, and with a network interface in their subnet."""

import itertools
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from moto.ec2.models import ec2_backends

_TRIED = 2000
_HELD = 65535  # a port that marks an address as taken, for other local AWS of this machine, too
_numbers = itertools.count()


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
