"""What a trace ends with: a path, or the explanation of what blocks it, in the terms of EC2.

https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from local_aws.reachability.rules import Packet
from local_aws.reachability.topology import AclEntry, Direction, GroupRule, Route


class Code(StrEnum):
    """The explanation codes that a trace can end with. AWS has more."""

    BAD_STATE = "BAD_STATE"
    BAD_STATE_ROUTE = "BAD_STATE_ROUTE"
    COMPONENT_FILTER_RESTRICTION = "COMPONENT_FILTER_RESTRICTION"
    ENI_SG_RULES_MISMATCH = "ENI_SG_RULES_MISMATCH"
    ENI_ADDRESS_RESTRICTION = "ENI_ADDRESS_RESTRICTION"
    ENI_SOURCE_DEST_CHECK_RESTRICTION = "ENI_SOURCE_DEST_CHECK_RESTRICTION"
    IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"
    IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
    IGW_NAT_REFLECTION = "IGW_NAT_REFLECTION"
    IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
    IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
    IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS = "IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS"
    IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS = "IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS"
    NGW_REQUIRES_SOURCE_IN_VPC = "NGW_REQUIRES_SOURCE_IN_VPC"
    NO_PATH = "NO_PATH"
    NO_POSSIBLE_DESTINATION = "NO_POSSIBLE_DESTINATION"
    NO_ROUTE_TO_DESTINATION = "NO_ROUTE_TO_DESTINATION"
    NO_SOURCE_OR_DESTINATION = "NO_SOURCE_OR_DESTINATION"
    PCX_REQUIRES_ADDRESS_IN_VPC_CIDR = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"
    SG_HAS_NO_RULES = "SG_HAS_NO_RULES"
    SUBNET_ACL_RESTRICTION = "SUBNET_ACL_RESTRICTION"
    UNSUPPORTED_COMPONENT = "UNSUPPORTED_COMPONENT"
    VPCE_GATEWAY_PROTOCOL_RESTRICTION = "VPCE_GATEWAY_PROTOCOL_RESTRICTION"
    VPCE_INTRA_VPC_TRAFFIC = "VPCE_INTRA_VPC_TRAFFIC"


@dataclass(frozen=True)
class Explanation:
    """Why a path is not reachable.

    Args:
        about: the components concerned, by the name that EC2's Explanation gives them (`Acl`, `RouteTable`).
    """

    code: Code
    about: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    direction: Direction | None = None
    rule: AclEntry | Route | None = None

    def __str__(self) -> str:
        named = [f"{key} {value}" for key, value in self.about.items()] + [*self.groups]
        way = [str(self.direction)] if self.direction else []
        return " ".join([str(self.code), *(["of"] if named else []), ", ".join(named), *way]).rstrip()


@dataclass(frozen=True)
class Hop:
    """A component on the way, with the rule or route by which it lets the packet on."""

    component: str
    subnet: str | None = None
    vpc: str | None = None
    rule: AclEntry | GroupRule | Route | None = None
    direction: Direction | None = None
    packet: Packet | None = None


@dataclass(frozen=True)
class Path:
    """A path with its components there and back, or with what blocks it first."""

    forward: tuple[Hop, ...] = ()
    reply: tuple[Hop, ...] = ()
    blocker: Explanation | None = None

    @property
    def reachable(self) -> bool:
        """Whether the packet arrives, and its reply comes back."""
        return self.blocker is None

    @property
    def undecided(self) -> bool:
        """Whether the path goes through a component that is not modelled, so that the result is unknown."""
        return self.blocker is not None and self.blocker.code is Code.UNSUPPORTED_COMPONENT


def blocked(code: Code, **about: str) -> Path:
    """A path that ends before it begins."""
    return Path(blocker=Explanation(code, about))
