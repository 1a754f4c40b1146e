"""Each kind of reference: a thing, what refers to it, and what AWS answers to those who delete the thing.

A row makes both and returns two calls: one that AWS refuses, and one after which it does not.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from tests.local_aws.checks import ROLE, deploy

Do = Callable[[], Any]
Row = Callable[["Account"], tuple[Do, Do]]


@dataclass(frozen=True)
class Kind:
    """What AWS answers: the error's code, and a part of its message."""

    code: str
    words: str
    make: Row


KINDS: dict[str, Kind] = {}


def kind(code: str, words: str) -> Callable[[Row], Row]:
    def register(make: Row) -> Row:
        KINDS[make.__name__] = Kind(code, words, make)
        return make

    return register


def name() -> str:
    return f"t-{uuid4().hex[:8]}"


class Account:
    """Clients of a local AWS, and what many rows need, made once."""

    role = ROLE

    def __init__(self, aws: Any) -> None:
        self._aws = aws
        self._clients: dict[str, Any] = {}

    def __getattr__(self, service: str) -> Any:
        """A client: `account.ec2`, `account.vpc_lattice`."""
        return self.client(service.rstrip("_").replace("_", "-"))

    def client(self, service: str, region: str = "eu-west-1") -> Any:
        key = f"{service} {region}"
        if key not in self._clients:
            self._clients[key] = self._aws.client(service, region)
        return self._clients[key]

    @cached_property
    def vpc(self) -> str:
        ec2 = self.client("ec2")
        made = str(ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"])
        ec2.modify_vpc_attribute(VpcId=made, EnableDnsHostnames={"Value": True})
        return made

    @cached_property
    def subnets(self) -> list[str]:
        return [self.subnet("a"), self.subnet("b")]

    _subnets_made = 0

    def subnet(self, zone: str = "a") -> str:
        """Another subnet."""
        self._subnets_made += 1
        made = self.client("ec2").create_subnet(
            VpcId=self.vpc,
            CidrBlock=f"10.0.{self._subnets_made}.0/24",
            AvailabilityZone=f"eu-west-1{zone}",
        )
        return str(made["Subnet"]["SubnetId"])

    def group(self) -> str:
        """Another security group."""
        made = self.client("ec2").create_security_group(VpcId=self.vpc, GroupName=name(), Description="t")
        return str(made["GroupId"])

    @cached_property
    def gateway(self) -> str:
        """The network's internet gateway."""
        ec2 = self.client("ec2")
        made = str(ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"])
        ec2.attach_internet_gateway(InternetGatewayId=made, VpcId=self.vpc)
        return made

    def balancer(self, **settings: Any) -> str:
        """Another load balancer."""
        settings = {"Scheme": "internal", "Subnets": self.subnets, **settings}
        made = self.client("elbv2").create_load_balancer(Name=name(), **settings)
        return str(made["LoadBalancers"][0]["LoadBalancerArn"])

    def targets(self) -> str:
        """Another target group."""
        made = self.client("elbv2").create_target_group(
            Name=name(), Protocol="HTTP", Port=80, VpcId=self.vpc, TargetType="ip"
        )
        return str(made["TargetGroups"][0]["TargetGroupArn"])

    def certificate(self, region: str = "eu-west-1") -> str:
        """Another certificate."""
        acm = self.client("acm", region)
        made = acm.request_certificate(DomainName=f"{name()}.example.com", ValidationMethod="DNS")
        return str(made["CertificateArn"])

    def function(self, **settings: Any) -> str:
        """Another function, by its name."""
        return deploy(self._aws, "def handler(event, context): return event", **settings)

    def iam_role(self, service: str = "lambda") -> str:
        """Another role without rights, by its name."""
        made = name()
        self.client("iam").create_role(RoleName=made, AssumeRolePolicyDocument=trust(service))
        return made


def trust(service: str) -> str:
    """A trust policy for a service."""
    principal = {"Service": f"{service}.amazonaws.com"}
    return policy({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


MISSING: dict[str, Kind] = {}


def missing(code: str, words: str) -> Callable[[Row], Row]:
    """A row that returns a call naming what is not there, which AWS refuses, and the same with what is."""

    def register(make: Row) -> Row:
        MISSING[make.__name__] = Kind(code, words, make)
        return make

    return register
