"""Elastic Load Balancing: where the engine differs from AWS."""

from ministack.services import alb

from local_aws.corrections import correction
from local_aws.services.elbv2 import dispatch


@correction
def requests_are_balanced() -> None:
    """AWS: a load balancer leads requests to targets. moto: keeps its rules only. See `balancing`.

    Requests come as MiniStack has them come: to its DNS name, or to `/_alb/<name>/…`.
    """
    alb.find_lb_for_host = dispatch.at_host
    alb._find_lb_by_name = dispatch.of_name
    alb.dispatch_request = dispatch.dispatch
