"""HTTP and WebSocket APIs: what routes, stages and domains refer to.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/api-reference.html
"""

from collections.abc import Iterator
from typing import Any

from ministack.services import apigateway as http

from local_aws.references import existing, networks
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


def _unknown_integration(parameters: Parameters) -> Iterator[str]:
    target = (parameters.get("Target") or "").partition("integrations/")[2]
    if target and target not in (http._integrations.get(parameters["ApiId"]) or {}):
        yield target


def _unknown_authorizer(parameters: Parameters) -> Iterator[str]:
    authorizer = parameters.get("AuthorizerId")
    if authorizer and authorizer not in (http._authorizers.get(parameters["ApiId"]) or {}):
        yield authorizer


def _unknown_link(parameters: Parameters) -> Iterator[str]:
    link = parameters.get("ConnectionId")
    if parameters.get("ConnectionType") == "VPC_LINK" and link not in http._vpc_links:
        yield str(link)


def _unknown_api(parameters: Parameters) -> Iterator[str]:
    if parameters["ApiId"] not in http._apis:
        yield parameters["ApiId"]


MISSING = (
    Rule(
        "CreateModel UpdateModel",
        _unknown_api,
        "NotFoundException",
        "Invalid API identifier specified {found}",
        404,
    ),
    Rule(
        "CreateRoute UpdateRoute",
        _unknown_integration,
        "BadRequestException",
        "Invalid Integration identifier specified {found}",
    ),
    Rule(
        "CreateRoute UpdateRoute",
        _unknown_authorizer,
        "BadRequestException",
        "Invalid Authorizer identifier specified {found}",
    ),
    Rule(
        "CreateIntegration UpdateIntegration",
        _unknown_link,
        "BadRequestException",
        "Invalid VpcLink identifier specified {found}",
    ),
    Rule(
        "CreateVpcLink",
        lambda parameters: existing.missing_subnets(parameters.get("SubnetIds")),
        "BadRequestException",
        "The subnet ID '{found}' does not exist",
    ),
    Rule(
        "CreateVpcLink",
        lambda parameters: existing.missing_groups(parameters.get("SecurityGroupIds")),
        "BadRequestException",
        "The security group '{found}' does not exist",
    ),
)

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
