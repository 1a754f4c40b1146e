"""What a room says of its service: how requests for it are signed, and which engine answers them."""

from dataclasses import dataclass
from typing import Literal

Engine = Literal["MiniStack", "moto", "the double"]
MINISTACK: Engine = "MiniStack"  # runs functions, APIs and state machines, and what is wired to them
MOTO: Engine = "moto"  # checks references among networks, load balancers, containers: one block
DOUBLE: Engine = "the double"  # what neither engine serves; a service can also have a double in part


@dataclass(frozen=True)
class Room:
    """One AWS service.

    Args:
        signed_as: the service's name in the credential scope of a signed request.
            https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
        engine: what answers.
        beside: operations that moto answers although MiniStack answers for the service.
    """

    signed_as: str
    engine: Engine
    beside: frozenset[str] = frozenset()
