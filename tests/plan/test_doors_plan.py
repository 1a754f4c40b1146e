"""Which ports security groups of the modules open, to whom: what is needed, no less and no more."""

from __future__ import annotations

import pytest

from tests.plan.examples import Planned, Resource

pytestmark = pytest.mark.slow

RULES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
# By module, as its examples have it: ports, and who is on the other side.
DOORS = {
    # Instances, tasks and applications go wherever they want.
    "compute/ec2-autoscaling": {"in 8080 group", "out all 0.0.0.0/0", "out all ipv6"},
    "compute/ecs-service": {"in 8080 group", "in 9090 group", "out all 0.0.0.0/0", "out all ipv6"},
    "compute/eks-cluster": {"in 443 group"},
    "data/aurora": {"in 5432 group"},
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.cli.configure-inbound-rules.html
    "data/dax": {"in 9111 group"},
    "data/elasticache": {"in 6379 group"},
    # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html
    "data/elasticache-serverless": {"in 6379-6380 group"},
    "data/memcached": {"in 11211 group"},
    # The proxy, and what it talks to.
    "data/rds": {"in 3306 group", "in 5432 group", "out 3306 group"},
    "discovery/lattice": {"in 443 group", "in 443 10.0.0.0/24"},
    "messaging/flink-application": {"out all 0.0.0.0/0"},
    # https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html
    "messaging/kafka": {"in 9098 group", "out 9098 group", "out 443 0.0.0.0/0"},
    # https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/configuring-broker-ports.html
    "messaging/mq-broker": {"in 5671 group", "in 8162 group", "in 8883 group", "in 61617 group"},
    # 80 only sends on to 443.
    "network/alb": {
        f"in {port} {who}"
        for port in (80, 443)
        for who in ("0.0.0.0/0", "203.0.113.0/24", "10.6.0.0/16", "ipv6")
    }
    | {"in 8443 203.0.113.0/24", "in 8443 ipv6"},
    # Traffic, and health checks on a port of their own.
    "network/alb-service": {f"{way} {port} group" for way in ("in", "out") for port in (8081, 8443)},
    "network/clients": {"in 8080 group", "in 8080 10.50.0.0/16", "in 8080 list"},
    # Each listener, by its protocol; targets, and the ports that their health is asked at.
    "network/nlb": {
        *(f"in {port} 203.0.113.0/24" for port in ("53", "53 udp", "443", "8125 udp", "8883")),
        *("in 636 group", "in 5671 0.0.0.0/0"),
        *(f"{way} {port} group" for way in ("in", "out") for port in ("443", "5671", "8080", "8884")),
        *(f"{way} 8125 udp group" for way in ("in", "out")),
        *(f"out {port} 192.168.7.53/32" for port in ("53", "53 udp", "853")),
        *(f"out {port} 192.168.7.54/32" for port in ("853", "5353", "5353 udp")),
        "out 636 10.5.1.36/32",
    },
    "network/vpc": {"in 443 10.1.0.0/16"},
    # What a private integration talks to has rules of its own.
    "serverless/http-api": {"out 1-65535 10.0.0.0/24"},
    "serverless/rest-api": {"out 1-65535 10.0.0.0/24"},
}


def test_doors_are_open_to_those_who_need_them_and_nobody_else(planned: Planned) -> None:
    assert {_door(rule) for rule in planned.of_type(*RULES)} == DOORS.get(planned.module, set())


def _door(rule: Resource) -> str:
    values, way = rule.values, "in" if "ingress" in rule.type else "out"
    first, last = values.get("from_port"), values.get("to_port")
    ports = "all" if values["ip_protocol"] == "-1" else str(first) if first == last else f"{first}-{last}"
    if values["ip_protocol"] not in ("-1", "tcp"):
        ports += f" {values['ip_protocol']}"
    group = values.get("referenced_security_group_id") or rule.unknown.get("referenced_security_group_id")
    others = {"ipv6": values.get("cidr_ipv6"), "group": group, "list": rule.unknown.get("prefix_list_id")}
    who = values.get("cidr_ipv4") or next((other for other, is_it in others.items() if is_it), "nobody")
    return f"{way} {ports} {who}"
