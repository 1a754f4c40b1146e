"""Route 53 Resolver: endpoints are in networks. moto itself refuses rules that networks are associated with.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_DeleteResolverRule.html
"""

from local_aws.references import networks
from local_aws.references.rules import all_of, moto


def placed() -> networks.Placed:
    for endpoint in all_of(moto("route53resolver").resolver_endpoints):
        yield endpoint.id, [endpoint.security_group_ids, endpoint.ip_addresses]
