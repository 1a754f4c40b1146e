"""EC2 and VPC: values that they refuse and that their model allows."""

import ipaddress
from collections.abc import Iterator
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
_LARGEST, _SMALLEST = 16, 28
_PORTED = {"tcp", "udp", "6", "17"}
_MOST_RULE_NUMBER = 32_766


@values("CreateVpc", "AssociateVpcCidrBlock")
def vpc_block(request: Request) -> Refusal | None:
    """Between /16 and /28. Which addresses, AWS leaves to the caller."""
    return _block(request.parameters.get("CidrBlock"), "InvalidVpc.Range")


@values("CreateSubnet")
def subnet_block(request: Request) -> Refusal | None:
    """As above."""
    return _block(request.parameters.get("CidrBlock"), "InvalidSubnet.Range")


def _block(cidr: str | None, code: str) -> Refusal | None:
    if not cidr:
        return None
    try:
        network = ipaddress.IPv4Network(cidr, strict=False)
    except ValueError:
        return _invalid(f"Value ({cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.")
    if not _LARGEST <= network.prefixlen <= _SMALLEST:
        return Refusal(code, f"The CIDR '{cidr}' is invalid.")
    return None


@values("CreateSecurityGroup")
def security_group(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html"""
    if request.parameters["GroupName"].lower().startswith("sg-"):
        return _invalid("Group names may not be in the format sg-*.")
    return None


@values(
    "AuthorizeSecurityGroupEgress",
    "AuthorizeSecurityGroupIngress",
    "RevokeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
)
def ports(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"""
    for permission in (request.parameters, *request.parameters.get("IpPermissions", [])):
        protocol = permission.get("IpProtocol", "-1").lower()
        first, last = permission.get("FromPort"), permission.get("ToPort")
        if protocol not in _PORTED or first is None or last is None:
            continue
        if not (0 <= first <= last <= 65_535 or first == last == -1):
            kind = {"6": "TCP", "17": "UDP"}.get(protocol, protocol.upper())
            return _invalid(f"Invalid {kind} port range ({first}-{last})")
    return next(
        (_invalid(f"CIDR block {cidr} is malformed") for cidr in _malformed(request.parameters)), None
    )


def _malformed(parameters: dict[str, Any]) -> Iterator[str]:
    for permission in (parameters, *parameters.get("IpPermissions", [])):
        listed = [each.get("CidrIp") for each in permission.get("IpRanges", [])]
        for cidr in (permission.get("CidrIp"), *listed):
            if cidr and not _is_network(cidr):
                yield cidr


def _is_network(cidr: str) -> bool:
    try:
        return "/" in cidr and bool(ipaddress.IPv4Network(cidr, strict=False))
    except ValueError:
        return False


@values("CreateNetworkAclEntry", "ReplaceNetworkAclEntry")
def rule_number(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html"""
    number = request.parameters["RuleNumber"]
    if 1 <= number <= _MOST_RULE_NUMBER:
        return None
    return _invalid(
        f"Value ({number}) for parameter ruleNumber is invalid. Must be between 1 and {_MOST_RULE_NUMBER}."
    )


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterValue", message)
