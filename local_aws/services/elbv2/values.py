"""Elastic Load Balancing: values that it refuses and that its model allows."""

import re
from collections.abc import Mapping
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.references.rules import all_of, moto
from local_aws.values import Request, values

_NAME = re.compile(r"[A-Za-z0-9-]*")
_LONGEST_NAME = 32
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
_GRPC, _ALB, _NLB = (0, 99), (200, 499), (200, 599)
_APPLICATION = ("HTTP", "HTTPS")
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
_MOST_RULES = 100  # of a load balancer, default rules not counted
_MOST_CONDITION_VALUES = 5
_LONGEST_CONDITION = 128
_HOST = re.compile(r"[A-Za-z0-9.*?-]+")
_PATH = re.compile(r"[A-Za-z0-9_\-.$/~\"'@:+&*?]+")
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
_ATTRIBUTES = {
    "deregistration_delay.timeout_seconds": (0, 3600),
    "stickiness.app_cookie.duration_seconds": (1, 604_800),
    "stickiness.lb_cookie.duration_seconds": (1, 604_800),
}


@values("CreateLoadBalancer")
def load_balancer_name(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"""
    name: str = request.parameters["Name"]
    if name.startswith("internal-"):
        return _invalid(f"The load balancer name '{name}' cannot begin with 'internal-'")
    return _name("load balancer", name)


@values("CreateTargetGroup")
def target_group_name(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html"""
    return _name("target group", request.parameters["Name"])


def _name(kind: str, name: str) -> Refusal | None:
    if len(name) > _LONGEST_NAME:
        return _invalid(f"The {kind} name '{name}' cannot be longer than '{_LONGEST_NAME}' characters")
    if not _NAME.fullmatch(name):
        return _invalid(
            f"The {kind} name '{name}' can only contain characters that are alphanumeric characters and "
            "hyphens(-)"
        )
    if name.startswith("-") or name.endswith("-"):
        return _invalid(f"The {kind} name '{name}' cannot begin or end with a hyphen(-)")
    return None


@values("CreateLoadBalancer")
def zones(request: Request) -> Refusal | None:
    """An application load balancer is in two zones at least."""
    given = request.parameters
    subnets = {*given.get("Subnets", []), *(each.get("SubnetId") for each in given.get("SubnetMappings", []))}
    if not subnets:
        return _invalid("A load balancer must have subnets specified")
    if given.get("Type", "application") == "application" and len(subnets) < 2:
        return _invalid("At least two subnets in two different Availability Zones must be specified")
    return None


@values("CreateTargetGroup", "ModifyTargetGroup")
def health_check(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"""
    given = request.parameters
    matcher: Mapping[str, str] = given.get("Matcher", {})
    if codes := matcher.get("GrpcCode"):
        return _codes("GRPC", codes, _GRPC)
    if codes := matcher.get("HttpCode"):
        if given.get("ProtocolVersion") == "GRPC":
            return _codes("GRPC", codes, _GRPC)
        limits = _NLB if given.get("Protocol") not in (*_APPLICATION, None) else _ALB
        limits = _NLB if request.operation == "ModifyTargetGroup" else limits
        if refusal := _codes("HTTP", codes, limits):
            return refusal
    interval, timeout = given.get("HealthCheckIntervalSeconds"), given.get("HealthCheckTimeoutSeconds")
    if interval and timeout and timeout >= interval and given.get("Protocol") in _APPLICATION:
        return _invalid("Health check interval must be greater than the timeout.")
    return None


def _codes(kind: str, codes: str, limits: tuple[int, int]) -> Refusal | None:
    for code in re.split("[,-]", codes):
        if not code.isdecimal():
            return _invalid(f"Health check matcher {kind} code '{codes}' is not valid")
        if not limits[0] <= int(code) <= limits[1]:
            span = f"{limits[0]}-{limits[1]}"
            return _invalid(f"Health check matcher {kind} code '{codes}' must be within '{span}' inclusive")
    return None


@values("CreateRule", "ModifyRule")
def conditions(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html"""
    asked: list[dict[str, Any]] = request.parameters.get("Conditions", [])
    counted = 0
    for condition in asked:
        if not condition.get("Field"):
            return _invalid("A condition field must be specified")
        valid = {"host-header": _HOST, "path-pattern": _PATH}.get(condition["Field"])
        for value in (said := _values(condition)):
            if len(value) > _LONGEST_CONDITION:
                return _invalid(
                    f"Condition value '{value}' cannot be longer than '{_LONGEST_CONDITION}' characters"
                )
            if valid and not valid.fullmatch(value):
                return _invalid(f"Condition value '{value}' contains a character that is not valid")
        counted += len(said)
    if counted > _MOST_CONDITION_VALUES:
        return _invalid(f"A rule can only have '{_MOST_CONDITION_VALUES}' condition values")
    return None


@values("CreateRule")
def rules_of_a_load_balancer(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""
    for balancer in all_of(moto("elbv2").load_balancers):
        if request.parameters["ListenerArn"] not in balancer.listeners:
            continue
        rules = [rule for each in all_of(balancer.listeners) for rule in all_of(each.rules)]
        if sum(not rule.is_default for rule in rules) >= _MOST_RULES:
            reached = f"The maximum number of rules on load balancer {balancer.arn} has been reached"
            return Refusal("TooManyRules", reached)
    return None


def _values(condition: dict[str, Any]) -> list[str]:
    own: dict[str, Any] = next((value for name, value in condition.items() if name.endswith("Config")), {})
    listed: list[Any] = condition.get("Values") or own.get("Values") or []
    return [value for value in listed if isinstance(value, str)]


@values("ModifyTargetGroupAttributes")
def attributes(request: Request) -> Refusal | None:
    """Seconds that are in their range."""
    for each in request.parameters["Attributes"]:
        least, most = _ATTRIBUTES.get(each.get("Key", ""), (0, 0))
        value = each.get("Value", "")
        if most and not (value.isdecimal() and least <= int(value) <= most):
            return _invalid(f"'{each['Key']}' must be between '{least}-{most}' inclusive")
    return None


def _invalid(message: str) -> Refusal:
    return Refusal("ValidationError", message)
