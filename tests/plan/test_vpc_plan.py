"""The network's shapes, compared in one plan: what moves when an input changes, and what is closed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network
from itertools import combinations
from typing import Any

import pytest

from tooling.paths import MODULES
from tooling.terraform import Terraform

README = MODULES / "network" / "vpc" / "README.md"
_ADDRESS = re.compile(r'module\.(network\["(?P<shape>\w+)"\]|(?P<named>\w+))\.(?P<rest>.+)')

Shape = dict[str, dict[str, Any]]  # planned values by address within the module


@pytest.fixture(scope="module")
def shapes(root: Callable[[str], Terraform]) -> dict[str, Shape]:
    terraform = root("network")
    plan = terraform.directory / "plan"
    terraform.plan(plan)
    found: dict[str, Shape] = {}
    for change in terraform.show(plan)["resource_changes"]:
        match = _ADDRESS.fullmatch(change["address"])
        assert match
        found.setdefault(match["shape"] or match["named"], {})[match["rest"]] = change["change"]["after"]
    return found


def _of(shape: Shape, *types: str) -> Shape:
    return {address: values for address, values in shape.items() if address.split(".")[0] in types}


def _cidrs(shape: Shape) -> dict[str, IPv4Network]:
    """Ranges of the subnets, by `tier-zone`."""
    subnets = _of(shape, "aws_subnet")
    return {
        re.findall('"(.+)"', address)[0]: IPv4Network(each["cidr_block"]) for address, each in subnets.items()
    }


@pytest.mark.capability("network.vpc", "plan")
def test_a_further_zone_moves_no_subnet(shapes: dict[str, Shape]) -> None:
    before, after = _of(shapes["none"], "aws_subnet"), _of(shapes["six"], "aws_subnet")
    assert len(before) == 6
    assert len(after) == 18
    assert not [address for address, planned in before.items() if after.get(address) != planned]


@pytest.mark.capability("network.vpc", "plan")
def test_another_nat_mode_changes_gateways_and_routes_only(shapes: dict[str, Shape]) -> None:
    of_nat = ("aws_nat_gateway", "aws_eip", "aws_route")
    rest = {
        mode: {address: each for address, each in shapes[mode].items() if address.split(".")[0] not in of_nat}
        for mode in ("none", "single", "two")
    }
    assert rest["none"] == rest["single"] == rest["two"]
    gateways = {mode: [*_of(shapes[mode], "aws_nat_gateway")] for mode in rest}
    assert gateways == {
        "none": [],
        "single": ['aws_nat_gateway.this["a"]'],
        "two": ['aws_nat_gateway.this["a"]', 'aws_nat_gateway.this["b"]'],
    }
    routes = {
        mode: len([route for route in shapes[mode] if route.startswith("aws_route.nat")]) for mode in rest
    }
    assert routes == {"none": 0, "single": 2, "two": 2}


@pytest.mark.capability("network.vpc", "plan")
@pytest.mark.parametrize("name", ["six", "smallest"])
def test_subnets_share_no_address(shapes: dict[str, Shape], name: str) -> None:
    cidrs = _cidrs(shapes[name])
    vpc = IPv4Network(shapes[name]["aws_vpc.this"]["cidr_block"])
    assert len(cidrs) == 18
    assert all(each.subnet_of(vpc) for each in cidrs.values())
    assert not [pair for pair in combinations(cidrs.values(), 2) if pair[0].overlaps(pair[1])]


def test_the_readme_tells_the_address_plan(shapes: dict[str, Shape]) -> None:
    rows = re.findall(r"^\| (private|public|database) \| 1/\d \| (.+) \|$", README.read_text(), re.MULTILINE)
    told = {
        f"{tier}-{zone}": IPv4Network(cidr)
        for tier, cells in rows
        for zone, cidr in zip("abcdef", cells.split(" | "), strict=True)
    }
    assert told == _cidrs(shapes["six"])


@pytest.mark.capability("network.vpc", "plan")
def test_nothing_is_public_unasked(shapes: dict[str, Shape]) -> None:
    subnets = _of(shapes["six"], "aws_subnet").values()
    assert not [
        each for each in subnets if each["map_public_ip_on_launch"] or each["assign_ipv6_address_on_creation"]
    ]


@pytest.mark.capability("network.acls", "plan")
def test_the_database_tier_talks_with_the_private_tier_alone(shapes: dict[str, Shape]) -> None:
    rules = _of(shapes["six"], "aws_network_acl_rule")
    peers = sorted(rule["cidr_block"] for address, rule in rules.items() if '"database-' in address)
    assert peers == ["10.0.0.0/17"] * 3 + ["10.0.192.0/19"] * 2
    for name, cidr in _cidrs(shapes["six"]).items():
        talks = any(cidr.subnet_of(IPv4Network(peer)) for peer in peers)
        assert talks != name.startswith("public")


@pytest.mark.capability("network.acls", "plan")
def test_rules_have_numbers_of_their_own(shapes: dict[str, Shape]) -> None:
    rules = _of(shapes["six"], "aws_network_acl_rule")
    for tier in ("public", "private", "database"):
        numbers = [
            (each["egress"], each["rule_number"]) for name, each in rules.items() if f'"{tier}' in name
        ]
        assert len(set(numbers)) == len(numbers) > 0


@pytest.mark.capability("network.acls", "plan")
@pytest.mark.parametrize(
    ("tier", "source", "port", "let_in"),
    [
        (
            "private",
            "10.50.0.1",
            443,
            True,
        ),  # an office calls an internal load balancer or the Kubernetes API
        ("private", "192.168.7.1", 80, True),
        ("private", "203.0.113.9", 443, True),  # a client of Global Accelerator
        ("private", "169.254.171.2", 80, True),  # VPC Lattice
        ("private", "203.0.113.9", 22, False),
        ("database", "10.0.1.1", 5432, True),
        ("database", "10.0.1.1", 443, True),  # the console of RabbitMQ
        ("database", "10.0.129.1", 443, False),  # from the public tier
        ("database", "10.50.0.1", 5432, False),
    ],
)
def test_acls_let_in_what_security_groups_decide_on(
    shapes: dict[str, Shape], tier: str, source: str, port: int, let_in: bool
) -> None:
    rules = _of(shapes["two"], "aws_network_acl_rule")
    found = [
        name
        for name, rule in rules.items()
        if f'"{tier}-in-' in name
        and IPv4Address(source) in IPv4Network(rule["cidr_block"] or "255.255.255.255/32")
        and (
            rule["protocol"] == "-1"
            or (rule["protocol"] == "tcp" and rule["from_port"] <= port <= rule["to_port"])
        )
    ]
    assert bool(found) == let_in


def test_acls_stay_within_their_quota(shapes: dict[str, Shape]) -> None:
    """20 rules each way, AWS's own two among them.

    https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls
    """
    for shape in shapes.values():
        rules = _of(shape, "aws_network_acl_rule")
        for tier in ("public", "private", "database"):
            ingress = [name for name, rule in rules.items() if f'["{tier}' in name and not rule["egress"]]
            assert len(ingress) <= 18


def test_load_balancers_of_kubernetes_never_go_into_the_database_tier(shapes: dict[str, Shape]) -> None:
    """https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html"""
    roles = {
        each["tags"]["Tier"]: {tag for tag in each["tags"] if tag.startswith("kubernetes.io/role/")}
        for each in _of(shapes["six"], "aws_subnet").values()
    }
    assert roles == {
        "database": set(),
        "private": {"kubernetes.io/role/internal-elb"},
        "public": {"kubernetes.io/role/elb"},
    }


@pytest.mark.capability("network.flow-logs", "plan")
def test_flow_logs_are_kept_and_only_this_account_has_them_written(shapes: dict[str, Shape]) -> None:
    shape = shapes["two"]
    assert shape["aws_flow_log.this[0]"]["traffic_type"] == "ALL"
    assert shape["aws_cloudwatch_log_group.flow_logs[0]"]["retention_in_days"] == 365
    trust = json.loads(shape["aws_iam_role.flow_logs[0]"]["assume_role_policy"])
    assert [each["Condition"] for each in trust["Statement"]] == [
        {
            "StringEquals": {"aws:SourceAccount": "000000000000"},
            "ArnLike": {"aws:SourceArn": "arn:aws:ec2:eu-west-1:000000000000:vpc-flow-log/*"},
        }
    ]


@pytest.mark.capability("network.endpoints", "plan")
def test_gateway_endpoints_refuse_the_credentials_of_strangers(shapes: dict[str, Shape]) -> None:
    endpoints = _of(shapes["two"], "aws_vpc_endpoint")
    assert {each["tags"]["Name"] for each in endpoints.values()} == {"shapes-dynamodb", "shapes-s3"}
    for each in endpoints.values():
        statements = {one["Sid"]: one for one in json.loads(each["policy"])["Statement"]}
        known = statements["NoCredentialsOfStrangers"]["Condition"]["StringEqualsIfExists"][
            "aws:PrincipalAccount"
        ]
        assert sorted(known) == ["000000000000", "anonymous"]
        assert [
            sid for sid, one in statements.items() if "Condition" not in one and one["Resource"] == "*"
        ] == []


@pytest.mark.capability("network.vpc", "plan")
def test_what_is_added_to_a_network_replaces_nothing_of_it(shapes: dict[str, Shape]) -> None:
    """Tags, an endpoint's policy and what depends on further subnets are changed in place."""
    before, after = shapes["two"], shapes["grown"]
    in_place = {"tags", "tags_all", "policy", "ipv4_ipam_pool_id"}
    replaced = [
        address
        for address, planned in before.items()
        if {name: value for name, value in planned.items() if name not in in_place}
        != {name: value for name, value in after.get(address, {}).items() if name not in in_place}
    ]
    assert replaced == []
    assert {address.split("[")[0] for address in after.keys() - before.keys()} == {
        "aws_flow_log.bucket",
        "aws_network_acl_rule.secondary",
        "aws_route.connections",
        "aws_route_table_association.secondary",
        "aws_subnet.secondary",
        "aws_vpc_ipv4_cidr_block_association.secondary",
    }


@pytest.mark.capability("network.vpc", "plan")
def test_secondary_ranges_have_a_subnet_in_each_zone_and_reach_databases(shapes: dict[str, Shape]) -> None:
    subnets = _of(shapes["grown"], "aws_subnet")
    cidrs = {name: each["cidr_block"] for name, each in subnets.items() if ".secondary[" in name}
    assert cidrs == {
        'aws_subnet.secondary["0-a"]': "100.64.0.0/19",
        'aws_subnet.secondary["0-b"]': "100.64.32.0/19",
        'aws_subnet.secondary["1-a"]': "10.200.0.0/23",
        'aws_subnet.secondary["1-b"]': "10.200.2.0/23",
    }
    rules = {
        (name.split('"')[1].split("-")[0], each["egress"], each["cidr_block"], each["rule_number"])
        for name, each in _of(shapes["grown"], "aws_network_acl_rule").items()
        if ".secondary[" in name
    }
    assert rules == {
        (tier, egress, cidr, number + 10 * position)
        for position, cidr in enumerate(("100.64.0.0/16", "10.200.0.0/20"))
        for tier, egress, number in (
            ("public", False, 160),
            ("database", False, 130),
            ("database", True, 130),
        )
    }


@pytest.mark.capability("network.vpc", "plan")
def test_tiers_reach_other_networks_through_what_is_attached(shapes: dict[str, Shape]) -> None:
    routes = {
        name.split('"')[1]: (
            each["destination_cidr_block"],
            each["gateway_id"] or each["transit_gateway_id"] or each["vpc_peering_connection_id"],
        )
        for name, each in _of(shapes["grown"], "aws_route").items()
        if ".connections[" in name
    }
    assert routes == {
        "office-private-a": ("192.168.0.0/16", "vgw-0"),
        "office-private-b": ("192.168.0.0/16", "vgw-0"),
        "partner-public": ("172.20.0.0/16", "tgw-0"),
        "peer-private-a": ("10.9.0.0/16", "pcx-0"),
        "peer-private-b": ("10.9.0.0/16", "pcx-0"),
        "peer-public": ("10.9.0.0/16", "pcx-0"),
    }


@pytest.mark.capability("network.vpc", "plan")
def test_subnets_of_a_tier_have_its_tags(shapes: dict[str, Shape]) -> None:
    of_tiers = {
        each["tags"]["Tier"]: {"Data", "karpenter.sh/discovery", "Edge", "Pods"} & set(each["tags"])
        for each in _of(shapes["grown"], "aws_subnet").values()
    }
    assert of_tiers == {
        "database": {"Data"},
        "private": {"karpenter.sh/discovery"},
        "public": {"Edge"},
        "secondary": {"Pods"},
    }


@pytest.mark.capability("network.flow-logs", "plan")
def test_flow_logs_go_to_a_bucket_too_or_to_it_alone(shapes: dict[str, Shape]) -> None:
    grown, archived = shapes["grown"], shapes["archived"]
    assert grown["aws_flow_log.bucket[0]"]["log_destination"] == "arn:aws:s3:::shapes/vpc/shapes/"
    assert "aws_flow_log.this[0]" in grown
    assert set(_of(archived, "aws_flow_log")) == {"aws_flow_log.bucket[0]"}
    assert not _of(archived, "aws_cloudwatch_log_group", "aws_iam_role")


@pytest.mark.capability("network.vpc", "plan")
def test_the_private_tier_is_seen_by_an_address_of_the_callers(shapes: dict[str, Shape]) -> None:
    archived = shapes["archived"]
    assert archived['aws_nat_gateway.this["a"]']["allocation_id"] == "eipalloc-0"
    assert not _of(archived, "aws_eip")


@pytest.mark.capability("network.endpoints", "plan")
def test_an_endpoint_lets_pass_what_its_grants_say_and_no_credentials_of_strangers(
    shapes: dict[str, Shape],
) -> None:
    policies = {
        each["tags"]["Name"]: json.loads(each["policy"])["Statement"]
        for each in _of(shapes["grown"], "aws_vpc_endpoint").values()
    }
    [own] = [each for each in policies["shapes-s3"] if each["Sid"] == "NoCredentialsOfStrangers"]
    assert (own["Action"], own["Resource"]) == ("s3:GetObject", "arn:aws:s3:::shapes/*")
    assert own["Condition"]["StringEquals"] == {"aws:PrincipalTag/Team": "shop"}
    assert "aws:PrincipalAccount" in own["Condition"]["StringEqualsIfExists"]
    [other] = [each for each in policies["shapes-dynamodb"] if each["Sid"] == "NoCredentialsOfStrangers"]
    assert other["Action"] == "*"
