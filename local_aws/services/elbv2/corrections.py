"""Elastic Load Balancing: where the engine differs from AWS."""

from typing import Any

from ministack.services import alb
from moto.elbv2.models import FakeHealthStatus, FakeTargetGroup

from local_aws.corrections import correction
from local_aws.services.elbv2 import dispatch
from local_aws.services.elbv2.health import checks


@correction
def requests_are_balanced() -> None:
    """AWS: a load balancer leads requests to targets. moto: keeps its rules only. See `balancing`.

    Requests come as MiniStack has them come: to its DNS name, or to `/_alb/<name>/…`.
    """
    alb.find_lb_for_host = dispatch.at_host
    alb._find_lb_by_name = dispatch.of_name
    alb.dispatch_request = dispatch.dispatch


@correction
def targets_are_asked() -> None:
    """AWS: a target is healthy once it answers its health check. moto: every registered one is. See `health`.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
    """
    health_for = FakeTargetGroup.health_for

    def of(self: FakeTargetGroup, target: dict[str, Any], ec2: Any) -> FakeHealthStatus:
        described = health_for(self, target, ec2)
        if found := checks.state(self, target["Id"]):
            described.status, described.reason, described.description = found
        return described

    FakeTargetGroup.health_for = of
