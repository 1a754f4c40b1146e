"""A path as EC2 describes it: the members of NetworkInsightsAnalysis that tell what was found.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInsightsAnalysis.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from local_aws.reachability.explanations import Explanation, Hop, Path
from local_aws.reachability.ports import Ports
from local_aws.reachability.rules import Packet
from local_aws.reachability.topology import (
    AclEntry,
    Direction,
    GroupRule,
    Route,
    TargetKind,
)

ArnOf = Callable[[str], str]

_KINDS = {
    "acl": "network-acl",
    "eigw": "egress-only-internet-gateway",
    "eni": "network-interface",
    "i": "instance",
    "igw": "internet-gateway",
    "nat": "natgateway",
    "nia": "network-insights-analysis",
    "nip": "network-insights-path",
    "pcx": "vpc-peering-connection",
    "pl": "prefix-list",
    "rtb": "route-table",
    "sg": "security-group",
    "subnet": "subnet",
    "tgw": "transit-gateway",
    "vgw": "vpn-gateway",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
    "vpce-svc": "vpc-endpoint-service",
}
_TARGETS = {  # of a route, by the prefix of the target's id; all others are GatewayId
    "cagw": "CarrierGatewayId",
    "eigw": "EgressOnlyInternetGatewayId",
    "eni": "NetworkInterfaceId",
    "nat": "NatGatewayId",
    "pcx": "VpcPeeringConnectionId",
    "tgw": "TransitGatewayId",
}
_NUMBERS = {"icmp": "1", "tcp": "6", "udp": "17", "icmpv6": "58"}


def arns(partition: str, region: str, account: str) -> ArnOf:
    """What makes an ARN of an id of EC2. An ARN stays one."""

    def arn(id: str) -> str:
        if id.startswith("arn:"):
            return id
        kind = _KINDS.get(id.rpartition("-")[0], id.rpartition("-")[0])
        return f"arn:{partition}:ec2:{region}:{account}:{kind}/{id}"

    return arn


def found(path: Path, arn_of: ArnOf) -> dict[str, Any]:
    """What an analysis says of a path. Of one that is not reachable it tells the way up to the blocker."""
    answer = {
        "NetworkPathFound": path.reachable,
        "ForwardPathComponents": _components(path.forward, arn_of),
        "ReturnPathComponents": _components(path.reply, arn_of),
        "Explanations": [_explanation(path.blocker, arn_of)] if path.blocker else [],
    }
    return {key: value for key, value in answer.items() if value not in ([], None)}


def _components(hops: Iterable[Hop], arn_of: ArnOf) -> list[dict[str, Any]]:
    return [_hop(number, hop, arn_of) for number, hop in enumerate(hops, 1)]


def _hop(number: int, hop: Hop, arn_of: ArnOf) -> dict[str, Any]:
    described: dict[str, Any] = {"SequenceNumber": number, "Component": _component(hop.component, arn_of)}
    if hop.subnet:
        described["Subnet"] = _component(hop.subnet, arn_of)
    if hop.vpc:
        described["Vpc"] = _component(hop.vpc, arn_of)
    if hop.packet:
        described["OutboundHeader"] = _header(hop.packet)
    match hop.rule:
        case AclEntry():
            described["AclRule"] = _acl_rule(hop.rule)
        case GroupRule():
            described["SecurityGroupRule"] = _group_rule(hop.rule) | {"Direction": str(hop.direction)}
        case Route():
            described["RouteTableRoute"] = _route(hop.rule)
    return described


def _explanation(explanation: Explanation, arn_of: ArnOf) -> dict[str, Any]:
    described: dict[str, Any] = {"ExplanationCode": str(explanation.code)}
    described |= {key: _component(id, arn_of) for key, id in explanation.about.items()}
    if explanation.direction:
        described["Direction"] = str(explanation.direction)
    if explanation.groups:
        described["SecurityGroups"] = [_component(id, arn_of) for id in explanation.groups]
    match explanation.rule:
        case AclEntry():
            described["AclRule"] = _acl_rule(explanation.rule)
        case Route():
            described["RouteTableRoute"] = _route(explanation.rule)
    return described


def _component(id: str, arn_of: ArnOf) -> dict[str, str]:
    return {"Id": id.rpartition("/")[2], "Arn": arn_of(id)}


def _header(packet: Packet) -> dict[str, Any]:
    return {
        "SourceAddresses": [f"{packet.source}/{packet.source.max_prefixlen}"],
        "DestinationAddresses": [f"{packet.destination}/{packet.destination.max_prefixlen}"],
        "DestinationPortRanges": _ranges(packet.ports),
        "Protocol": _NUMBERS.get(packet.protocol, packet.protocol),
    }


def _acl_rule(entry: AclEntry) -> dict[str, Any]:
    return _ported(entry.protocol, entry.ports) | {
        "Cidr": str(entry.block),
        "Egress": entry.direction is Direction.EGRESS,
        "RuleAction": "allow" if entry.allow else "deny",
        "RuleNumber": entry.number,
    }


def _group_rule(rule: GroupRule) -> dict[str, Any]:
    peer = {
        "Cidr": str(rule.block) if rule.block else None,
        "SecurityGroupId": rule.group,
        "PrefixListId": rule.prefix_list,
    }
    return _ported(rule.protocol, rule.ports) | {key: value for key, value in peer.items() if value}


def _ported(protocol: str, ports: Ports) -> dict[str, Any]:
    """A rule's protocol, with its ports where the protocol has any."""
    described: dict[str, Any] = {"Protocol": _NUMBERS.get(protocol, protocol)}
    if protocol in ("tcp", "udp"):
        described["PortRange"] = _ranges(ports)[0]
    return described


def _ranges(ports: Ports) -> list[dict[str, int]]:
    return [{"From": first, "To": last} for first, last in ports.ranges]


def _route(route: Route) -> dict[str, Any]:
    by_list = {"DestinationPrefixListId": route.prefix_list}
    described: dict[str, Any] = by_list if route.prefix_list else {"DestinationCidr": str(route.blocks[0])}
    if route.target:
        described[_TARGETS.get(route.target.id.partition("-")[0], "GatewayId")] = route.target.id
    is_local = route.target is not None and route.target.kind is TargetKind.LOCAL
    return described | {"Origin": "createroutetable" if is_local else "createroute"}
