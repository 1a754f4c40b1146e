"""What is replaced while it is in use, and what is made again when something else changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tooling.paths import MODULES

ALL = sorted({path.parent for path in MODULES.glob("*/*/*.tf")})
# AWS deletes none of these while something refers to it, so that the next one has to be there before.
SUCCEEDED = {
    "aws_api_gateway_deployment",
    "aws_apigatewayv2_deployment",
    "aws_cloudfront_function",
    "aws_cloudfront_origin_access_control",
    "aws_db_parameter_group",
    "aws_ecs_task_definition",
    "aws_eks_node_group",
    "aws_elasticache_parameter_group",
    "aws_lb_target_group",
    "aws_rds_cluster_parameter_group",
}
# Nothing but its name replaces this one, and the name replaces the cache as well.
NEVER_ALONE = {"data/memcached": "aws_elasticache_parameter_group"}
# What is of no more use when something else is another, which Terraform cannot see by itself.
REPLACED_WITH = {
    # What refuses to let a protected cluster be deleted.
    "data/aurora": {"aws_rds_cluster.this": 1},
    # Its targets' bounds are checked against the service's count when they are made.
    "compute/ecs-service": {"terraform_data.bounds": 4},
    # The key of a cache cannot be changed.
    "serverless/graphql-api": {"terraform_data.cache": 1},
    # A password is of one broker.
    "messaging/mq-broker": {"aws_mq_broker.this": 1},
}
# AWS moves none of these to other subnets: arguments that follow the network replace them with its next zone.
KEPT_IN_THEIR_SUBNETS = {
    "aws_apigatewayv2_vpc_link": "subnet_ids",
    "aws_db_proxy": "vpc_subnet_ids",
    "aws_eks_fargate_profile": "subnet_ids",
    "aws_eks_node_group": "subnet_ids",
    "aws_elasticache_serverless_cache": "subnet_ids",
    "aws_mq_broker": "subnet_ids",
}
# What has to change for a resource to be made or uploaded again, as Terraform sees only its own arguments.
WATCHED = {
    "aws_api_gateway_deployment": "triggers",
    "aws_apigatewayv2_deployment": "triggers",
    "aws_lambda_function": "source_code_hash",
}
_RESOURCE = re.compile(
    r'^resource "(?P<type>\w+)" "(?P<name>\w+)" \{\n(?P<body>.*?)^\}', re.MULTILINE | re.DOTALL
)

every_module = pytest.mark.parametrize("module", ALL, ids=lambda path: str(path.relative_to(MODULES)))


@every_module
def test_what_is_in_use_is_replaced_before_it_goes(module: Path) -> None:
    replaced = SUCCEEDED - {NEVER_ALONE.get("/".join(module.parts[-2:]), "")}
    late = [
        f"{each['type']}.{each['name']}"
        for file in module.glob("*.tf")
        for each in _RESOURCE.finditer(file.read_text())
        if each["type"] in replaced
        if not re.search(r"^ +create_before_destroy = true$", each["body"], re.MULTILINE)
    ]
    assert late == []


@every_module
def test_what_depends_on_another_is_replaced_with_it(module: Path) -> None:
    text = "".join(file.read_text() for file in sorted(module.glob("*.tf")))
    found: dict[str, int] = {}
    for causes in re.findall(r"^ +replace_triggered_by = \[(.*)\]$", text, re.MULTILINE):
        for cause in causes.split(", "):
            name = ".".join(cause.split(".")[:2])
            found[name] = found.get(name, 0) + 1
    assert found == REPLACED_WITH.get("/".join(module.parts[-2:]), {})


@every_module
def test_what_cannot_move_stays_in_its_subnets(module: Path) -> None:
    moving = [
        f"{each['type']}.{each['name']}"
        for file in module.glob("*.tf")
        for each in _RESOURCE.finditer(file.read_text())
        if (subnets := KEPT_IN_THEIR_SUBNETS.get(each["type"]))
        if not re.search(rf"^ +ignore_changes += \[.*\b{subnets}\b.*\]$", each["body"], re.MULTILINE)
    ]
    assert moving == []


def test_an_imported_cluster_is_not_replaced() -> None:
    """How it began, and its role's name, are arguments that force replacement."""
    text = (MODULES / "compute" / "eks-cluster" / "main.tf").read_text()
    ignored = re.findall(r"ignore_changes += \[(.+)\]", text)
    assert "bootstrap_self_managed_addons" in ignored[0]
    assert "bootstrap_cluster_creator_admin_permissions" in ignored[0]
    assert ignored[1] == "name, name_prefix"


@every_module
def test_what_is_made_of_something_else_is_made_again_when_that_changes(module: Path) -> None:
    unseen = [
        f"{each['type']}.{each['name']}"
        for file in module.glob("*.tf")
        for each in _RESOURCE.finditer(file.read_text())
        if (watched := WATCHED.get(each["type"]))
        and not re.search(rf"^  {watched} +=", each["body"], re.MULTILINE)
    ]
    assert unseen == []
