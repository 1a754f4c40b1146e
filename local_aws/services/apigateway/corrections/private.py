"""API Gateway's REST APIs: requests through VPC links, where the engine differs from AWS."""

import re
from typing import Any
from urllib.parse import urlsplit

from ministack.core.responses import get_account_id, get_region
from ministack.services import apigateway, apigateway_v1

from local_aws import double
from local_aws.corrections import correction
from local_aws.services.apigatewayv2 import private

Record = dict[str, Any]
_FAILED = "Network error communicating with endpoint"
_KEPT = ("connectionId", "integrationTarget")


@correction
def private_integrations_of_rest_apis() -> None:
    """AWS: an integration through a VPC link calls a load balancer, at the port and path of its address.

    Which one the integration names, where the link is in subnets (V2) and reaches it; or the older link, to a
    network load balancer (V1). It answers 504 without one, without a listener at the port, and when security
    groups or routes keep the link from it. MiniStack: forgets the link, and calls the address itself.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
    """
    v1 = apigateway_v1
    put, forward = v1._put_integration, v1._invoke_http_proxy_v1

    def put_integration(api_id: str, resource_id: str, http_method: str, data: Record) -> Any:
        answer = put(api_id, resource_id, http_method, data)
        if answer[0] >= 400:
            return answer
        made = v1._resources[api_id][resource_id]["resourceMethods"][http_method]["methodIntegration"]
        made.update({name: data[name] for name in _KEPT if name in data})
        return v1._v1_response(made, answer[0])

    async def forward_inside(
        integration: Record,
        path: str,
        method: str,
        headers: Record,
        body: bytes,
        query: Record,
        path_params: Record | None = None,
    ) -> Any:
        if integration.get("connectionType") != "VPC_LINK":
            return await forward(integration, path, method, headers, body, query, path_params)
        known = path_params or {}
        address = re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], ""), integration.get("uri", ""))
        place = urlsplit(address)
        port = place.port or (443 if place.scheme == "https" else 80)
        target, link = _behind(integration)
        named = {**headers, "host": place.netloc}
        request = (place.path or "/", method, named, body, query)
        answer = await private.through_balancer(target, port, link, *request)
        if answer is private.UNAVAILABLE:
            return v1._gw_error("INTEGRATION_FAILURE", _FAILED)
        return answer

    v1._put_integration, v1._invoke_http_proxy_v1 = put_integration, forward_inside


def _behind(integration: Record) -> tuple[str, Record | None]:
    """The load balancer of an integration, and the link in subnets that leads there; None for an older."""
    link_id = integration.get("connectionId")
    link = apigateway._vpc_links.get(link_id)
    if link is not None:
        return integration.get("integrationTarget", ""), link
    older = double.records("apigateway", get_account_id(), get_region())
    targets = [each.values["targetArns"] for each in older if each.values.get("id") == link_id]
    return (targets[0][0] if targets else ""), None
