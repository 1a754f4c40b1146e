"""Private integrations of HTTP APIs: where a request goes that is sent through a VPC link.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
"""

from typing import Any

from ministack.core.responses import get_account_id, get_region
from moto.elbv2.models import FakeListener, FakeLoadBalancer, elbv2_backends
from moto.servicediscovery.models import servicediscovery_backends

from local_aws.containers import network
from local_aws.reachability.networks import reaches
from local_aws.reachability.points import Placed
from local_aws.services.elbv2 import dispatch

Answer = tuple[int, dict[str, str], bytes]
Record = dict[str, Any]
UNAVAILABLE: Answer = (503, {"Content-Type": "application/json"}, b'{"message":"Service Unavailable"}')


def places(link: Record) -> list[Placed]:
    """A VPC link's interfaces. Without a security group it has the default one, which lets everything out."""
    groups = tuple(link.get("securityGroupIds") or ()) or None
    return [Placed(subnet, groups) for subnet in link.get("subnetIds") or ()]


def instance(service: str, scheme: str, link: Record) -> str | None:
    """The address of the first healthy instance of a Cloud Map service that a link reaches.

    Args:
        service: its ARN.
    """
    service_id = service.rpartition(":service/")[2]
    services = servicediscovery_backends[get_account_id()][get_region()].services
    for each in services[service_id].instances if service_id in services else []:
        address, port = each.attributes.get("AWS_INSTANCE_IPV4"), each.attributes.get("AWS_INSTANCE_PORT")
        if each.health_status != "HEALTHY" or not address:
            continue
        if any(network.is_reached(place, address, int(port or 80)) for place in places(link)):
            return f"{scheme}://{address}:{port or 80}"
    return None


async def through_listener(listener: str, link: Record, *request: Any) -> Answer:
    """A listener's answer to a request through a link; 503 if the link does not reach its load balancer.

    Args:
        listener: its ARN.
        request: path, method, headers, body and query.
    """
    found = _listener(listener)
    if found is None:
        return UNAVAILABLE
    return await through_balancer(found[0].arn, int(found[1].port), link, *request)


async def through_balancer(arn: str, port: int, link: Record | None, *request: Any) -> Answer:
    """A load balancer's answer at a port to a request through a link; 503 if the link does not reach it.

    Args:
        link: None for an older one, which is inside the load balancer and has no place in the network.
        request: path, method, headers, body and query.
    """
    balancers = elbv2_backends[get_account_id()][get_region()].load_balancers
    balancer = next((each for each in list(balancers.values()) if each.arn == arn), None)
    if balancer is None or not any(int(each.port) == port for each in balancer.listeners.values()):
        return UNAVAILABLE
    account, region = get_account_id(), get_region()
    if link is not None and not any(
        reaches(account, region, place, balancer.arn, port=port).reachable for place in places(link)
    ):
        return UNAVAILABLE
    path, method, headers, body, query = request
    named = {"host": balancer.dns_name, **{name.lower(): value for name, value in headers.items()}}
    status, answered, answer = await dispatch.dispatch(balancer, method, path, named, body, query, port)
    return status, answered, await dispatch.whole(answer)


def _listener(arn: str) -> tuple[FakeLoadBalancer, FakeListener] | None:
    for balancer in list(elbv2_backends[get_account_id()][get_region()].load_balancers.values()):
        if arn in balancer.listeners:
            return balancer, balancer.listeners[arn]
    return None
