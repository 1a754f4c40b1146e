"""Nothing makes Terraform wait for what AWS wants to be there before: no reference, and no `depends_on`."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from tooling.plan.finding import Finding
from tooling.plan.risk import blocks
from tooling.preflight.planned import Plan, Planned


def find(plan: Plan) -> Iterator[Finding]:
    """One for each resource that may be made too early."""
    for kind, rule in RULES.items():
        for each in plan.of(kind):
            if each.made and not each.deposed:
                yield from rule(plan, each)


def _finding(each: Planned, other: Planned, why: str, error: str) -> Finding:
    return Finding(
        "unordered",
        each.address,
        f"nothing makes it wait for {other.address}, {why}",
        error,
        f"write `depends_on = [{other.block}]` in {each.block}",
    )


def _deployment(plan: Plan, each: Planned) -> Iterator[Finding]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment"""
    apis = plan.referred(each, "rest_api_id")
    kinds = ("aws_api_gateway_integration", "aws_api_gateway_method")
    made = [one for one in plan.after(*kinds) if one.made and plan.referred(one, "rest_api_id") & apis]
    needed = plan.waits_for(each)
    late = [one for one in made if one.block not in needed]
    if made and len(late) == len(made):
        error = "BadRequestException: The REST API doesn't contain any methods"
        yield _finding(each, late[0], "without which there is nothing to deploy", error)
    elif late and late[0].kind == "aws_api_gateway_integration":
        error = "BadRequestException: No integration defined for method"
        yield _finding(each, late[0], "which its method needs", error)


def _subnet(plan: Plan, each: Planned) -> Iterator[Finding]:
    """https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"""
    mine = _net(each.after.get("cidr_block"))
    for one in plan.after("aws_vpc_ipv4_cidr_block_association"):
        theirs = _net(one.after.get("cidr_block"))
        same = plan.stands_for(one, "vpc_id") == plan.stands_for(each, "vpc_id")
        inside = mine and theirs and same and one.made and mine.subnet_of(theirs)
        if inside and one.block not in plan.waits_for(each):
            error = f"InvalidSubnet.Range: The CIDR '{mine}' is invalid"
            yield _finding(each, one, "whose range it is in", error)


def _function(plan: Plan, each: Planned) -> Iterator[Finding]:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions"""
    if not blocks(each.after.get("vpc_config")):
        return
    for role in plan.named_by(each, "role", "aws_iam_role"):
        if not role.made or role.after.get("inline_policy") or role.after.get("managed_policy_arns"):
            continue
        kinds = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")
        given = [one for one in plan.after(*kinds) if role.block in plan.referred(one, "role")]
        needed = plan.waits_for(each)
        if given and not any(one.block in needed for one in given):
            yield _finding(
                each,
                given[0],
                "which lets its role make network interfaces",
                "InvalidParameterValueException: The provided execution role does not have permissions to"
                " call CreateNetworkInterface on EC2",
            )


def _delivery_channel(plan: Plan, each: Planned) -> Iterator[Finding]:
    for one in plan.after("aws_config_configuration_recorder"):
        if one.made and one.block not in plan.waits_for(each):
            yield _finding(
                each,
                one,
                "which it delivers for",
                "NoAvailableConfigurationRecorderException: Configuration recorder is not available to put"
                " delivery channel",
            )


RULES = {
    "aws_api_gateway_deployment": _deployment,
    "aws_config_delivery_channel": _delivery_channel,
    "aws_lambda_function": _function,
    "aws_subnet": _subnet,
}


def _net(value: object) -> ipaddress.IPv4Network | None:
    try:
        return ipaddress.IPv4Network(value) if isinstance(value, str) else None
    except ValueError:
        return None
