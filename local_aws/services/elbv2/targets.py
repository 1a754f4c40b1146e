"""Which load balancers a target group is behind, and whether they reach a target over their network."""

from collections.abc import Iterator
from typing import Any

from moto.elbv2.models import FakeTargetGroup, elbv2_backends

from local_aws.containers import network


def is_reached(group: FakeTargetGroup, target: str, port: int) -> bool:
    """Whether a load balancer of the group reaches a target; a group behind none is not asked about.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html#target-security-groups
    """
    balancers = list(_balancers(group.arn))
    return not balancers or any(network.is_reached(each, target, port) for each in balancers)


def _balancers(group: str) -> Iterator[str]:
    """The load balancers with a rule that forwards to the group."""
    region, account = group.split(":")[3:5]
    for balancer in list(elbv2_backends[account][region].load_balancers.values()):
        rules = [rule for each in list(balancer.listeners.values()) for rule in list(each.rules.values())]
        if any(group in _forwards_to(action.data) for rule in rules for action in rule.actions):
            yield balancer.arn


def _forwards_to(action: dict[str, Any]) -> list[str]:
    """The target groups of an action."""
    weighted = (action.get("ForwardConfig") or {}).get("TargetGroups") or []
    return [each["TargetGroupArn"] for each in (action, *weighted) if each.get("TargetGroupArn")]
