"""EC2 and VPC: values that they refuse and that their model allows."""

import ipaddress
from collections.abc import Iterator
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.references.rules import all_of, moto
from local_aws.values import Request, values

# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
_LARGEST, _SMALLEST = 16, 28
_PORTED = {"tcp", "udp", "6", "17"}
_MOST_RULE_NUMBER = 32_766
# Of a security group, in each direction, of each IP version.
# https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
_MOST_RULES = 60
# How many rules an AWS-managed prefix list counts as; all others count as one.
# https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
_WEIGHTS = {
    "cloudfront.origin-facing": 55,
    "route53-healthchecks": 25,
    "vpc-lattice": 10,
    "groundstation": 5,
    "ec2-instance-connect": 2,
}


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


@values("AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress")
def rules_of_a_group(request: Request) -> Refusal | None:
    """A group has 60 rules in each direction for IPv4, and as many for IPv6.

    A rule of another group counts for both, one of a prefix list as often as the list may have entries.
    https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
    """
    given, groups = request.parameters, moto("ec2").groups
    group = next((each[given["GroupId"]] for each in all_of(groups) if given.get("GroupId") in each), None)
    if group is None:
        return None
    held = group.egress_rules if request.operation.endswith("Egress") else group.ingress_rules
    peers = [peer for each in held for peer in _peers_of_rule(each)]
    peers += [peer for each in (given, *given.get("IpPermissions", [])) for peer in _peers(each)]
    for kind in ("IPv4", "IPv6"):
        if sum(weight for of, weight in peers if of in (kind, "both")) > _MOST_RULES:
            return Refusal(
                "RulesPerSecurityGroupLimitExceeded",
                "The maximum number of rules per security group has been reached.",
            )
    return None


def _peers_of_rule(rule: Any) -> Iterator[tuple[str, int]]:
    if rule.prefix_list_id:
        yield _prefix_list(rule.prefix_list_id)
    else:
        yield "IPv4" if rule.cidr_ipv4 else "IPv6" if rule.cidr_ipv6 else "both", 1


def _peers(permission: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The IP version of each rule that a permission makes, and how many rules it counts as."""
    yield from (("IPv4", 1) for _ in permission.get("IpRanges", []))
    yield from (("IPv6", 1) for _ in permission.get("Ipv6Ranges", []))
    yield from (("both", 1) for _ in permission.get("UserIdGroupPairs", []))
    yield from (_prefix_list(each["PrefixListId"]) for each in permission.get("PrefixListIds", []))
    if permission.get("CidrIp"):
        yield "IPv4", 1


def _prefix_list(id: str) -> tuple[str, int]:
    """A prefix list's IP version, and its weight."""
    found = moto("ec2").managed_prefix_lists.get(id)
    if found is None:
        return "IPv4", 1
    known = next((weight for name, weight in _WEIGHTS.items() if found.prefix_list_name.endswith(name)), 1)
    return found.address_family or "IPv4", int(found.max_entries or known)


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
