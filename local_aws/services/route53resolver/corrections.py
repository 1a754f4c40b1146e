"""Route 53 Resolver: where the engine differs from AWS."""

import json
from typing import Any

from moto.route53resolver.models import ResolverEndpoint
from moto.route53resolver.responses import Route53ResolverResponse

from local_aws.corrections import correction


@correction
def protocols_of_endpoints() -> None:
    """AWS: an endpoint has protocols, by default Do53, and a type of addresses. moto: forgets them.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverEndpoint.html
    """
    describe = ResolverEndpoint.description

    def keeping(call: Any) -> Any:
        def answer(self: Any) -> str:
            name = json.loads(call(self))["ResolverEndpoint"]["Id"]
            endpoint = self.route53resolver_backend.resolver_endpoints[name]
            known = getattr(endpoint, "kinds", {"Protocols": ["Do53"], "ResolverEndpointType": "IPV4"})
            endpoint.kinds = {member: self._get_param(member) or value for member, value in known.items()}
            return json.dumps({"ResolverEndpoint": endpoint.description()})

        return answer

    for verb in ("create", "update"):
        called = f"{verb}_resolver_endpoint"
        setattr(Route53ResolverResponse, called, keeping(getattr(Route53ResolverResponse, called)))
    ResolverEndpoint.description = lambda self: {**describe(self), **getattr(self, "kinds", {})}
