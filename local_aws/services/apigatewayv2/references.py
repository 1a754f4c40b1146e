"""HTTP and WebSocket APIs: what routes, stages and domains refer to.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/api-reference.html
"""

from collections.abc import Iterator
from typing import Any

from ministack.services import apigateway as http

from local_aws.references import networks
from local_aws.references.rules import Parameters, Rule, all_of
from local_aws.services.apigateway.references import mapped


def placed() -> networks.Placed:
    """VPC links."""
    for link in all_of(getattr(http, "_vpc_links", {})):
        yield link["vpcLinkId"], [link["subnetIds"], link["securityGroupIds"]]


def _routes(api_id: str) -> list[Any]:
    return all_of(http._routes.get(api_id) or {})


def _routed(api_id: str, integration_id: str) -> Iterator[str]:
    for route in _routes(api_id):
        if route.get("target") == f"integrations/{integration_id}":
            yield route["routeId"]


def _authorised(parameters: Parameters) -> Iterator[str]:
    api_id, authorizer = parameters["ApiId"], parameters["AuthorizerId"]
    known = (http._authorizers.get(api_id) or {}).get(authorizer)
    for route in _routes(api_id):
        if known and route.get("authorizerId") == authorizer:
            yield f"'{known['name']}', is referenced in route: {route['routeKey']}"


def _linked(parameters: Parameters) -> Iterator[str]:
    for api_id, integrations in list(http._integrations.items()):
        for integration in all_of(integrations):
            if integration.get("connectionId") == parameters["VpcLinkId"]:
                verb, own = integration.get("integrationMethod") or "ANY", integration["integrationId"]
                yield from (f"{verb}:{user}" for user in (*_routed(api_id, own), own))


def _staged(parameters: Parameters) -> Iterator[str]:
    for name, stage in list((http._stages.get(parameters["ApiId"]) or {}).items()):
        if stage.get("deploymentId") == parameters["DeploymentId"]:
            yield name


IN_USE = (
    Rule(
        "DeleteIntegration",
        lambda parameters: _routed(parameters["ApiId"], parameters["IntegrationId"]),
        "ConflictException",
        "Cannot delete Integration because it is referenced by the following Routes with Ids: [{all}]",
        409,
    ),
    Rule("DeleteAuthorizer", _authorised, "ConflictException", "Cannot delete authorizer {found}", 409),
    Rule(
        "DeleteVpcLink",
        _linked,
        "BadRequestException",
        "Cannot delete vpc link. Vpc link '{VpcLinkId}', is referenced in [{found}] in format of"
        " [Method:Resource].",
    ),
    Rule(
        "DeleteApi",
        lambda parameters: mapped(parameters["ApiId"]),
        "BadRequestException",
        "Deleting API {ApiId} failed. Please remove all API mappings for the API from your custom domain"
        " names.",
    ),
    Rule(
        "DeleteDeployment",
        _staged,
        "BadRequestException",
        "Active stages pointing to this deployment must be moved or deleted",
    ),
)
