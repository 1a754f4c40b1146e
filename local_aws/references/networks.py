"""What is in networks: resources with network interfaces in a subnet, with security groups.

Each room says so of its service: `placed()` in its `references.py` gives the name of each resource and a
record that has the ids of its subnets and security groups somewhere.
https://docs.aws.amazon.com/vpc/latest/userguide/security-groups.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from local_aws.references.rules import texts
from local_aws.services import files

Placed = Iterator[tuple[str, Any]]


def users(identifier: str) -> Iterator[str]:
    """The resources in a subnet or security group, in the account and region of the call."""
    for room in _rooms():
        for name, record in room.placed():
            if identifier in texts(record):
                yield name


@cache
def _rooms() -> tuple[Any, ...]:
    return tuple(module for _, module in files("references") if hasattr(module, "placed"))
