"""REST APIs: what methods, stages, plans and domains refer to.

https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html
"""

from collections.abc import Iterator
from typing import Any

from ministack.services import apigateway_v1 as rest

from local_aws.references.rules import Parameters, Rule, all_of, texts


def certificates() -> Iterator[tuple[str, str]]:
    """Domains of every kind of API, and the certificates they show."""
    for domain, record in list(rest._domain_names.items()):
        for text in texts(record):
            if text.startswith("arn:aws:acm:"):
                yield domain, text


def _methods(api_id: str) -> Iterator[tuple[str, str, Any]]:
    """Each method of an API: its path, its verb and what it says."""
    for resource in all_of(rest._resources.get(api_id) or {}):
        for verb, method in list(resource["resourceMethods"].items()):
            yield resource["path"], verb, method


def _authorised(parameters: Parameters) -> Iterator[str]:
    api_id, authorizer = parameters["restApiId"], parameters["authorizerId"]
    known = (rest._authorizers_v1.get(api_id) or {}).get(authorizer)
    for path, verb, method in _methods(api_id):
        if known and method.get("authorizerId") == authorizer:
            yield f"'{known['name']}', is referenced in method: {verb}/{path}"


def _modelled(parameters: Parameters) -> Iterator[str]:
    model = parameters["modelName"]
    for path, verb, method in _methods(parameters["restApiId"]):
        if model in (method.get("requestModels") or {}).values():
            yield f"request: {path}/{verb}"
        for answer in all_of(method.get("methodResponses") or {}):
            if model in (answer.get("responseModels") or {}).values():
                yield f"response: {path}/{verb}"


def _staged(parameters: Parameters) -> Iterator[str]:
    for name, stage in list((rest._stages_v1.get(parameters["restApiId"]) or {}).items()):
        canary = stage.get("canarySettings") or {}
        if parameters["deploymentId"] in (stage["deploymentId"], canary.get("deploymentId")):
            yield name


def _planned(parameters: Parameters) -> Iterator[str]:
    plan = rest._usage_plans.get(parameters["usagePlanId"]) or {}
    for each in plan.get("apiStages") or ():
        if each.get("stage") in (rest._stages_v1.get(each.get("apiId")) or {}):
            yield f"{each['apiId']}:{each['stage']}"


def mapped(api_id: str) -> Iterator[str]:
    """The domains that have a mapping to an API of any kind."""
    for domain, mappings in list(rest._base_path_mappings.items()):
        if any(mapping["restApiId"] == api_id for mapping in all_of(mappings)):
            yield domain


def _unknown_authorizer(parameters: Parameters) -> Iterator[str]:
    wants = parameters.get("authorizationType") in ("CUSTOM", "COGNITO_USER_POOLS")
    if wants and parameters.get("authorizerId") not in (
        rest._authorizers_v1.get(parameters["restApiId"]) or {}
    ):
        yield str(parameters.get("authorizerId"))


def _unknown_deployment(parameters: Parameters) -> Iterator[str]:
    if parameters["deploymentId"] not in (rest._deployments_v1.get(parameters["restApiId"]) or {}):
        yield parameters["deploymentId"]


MISSING = (
    Rule(
        "PutMethod",
        _unknown_authorizer,
        "BadRequestException",
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS"
        " requires a valid authorizer.",
    ),
    Rule("CreateStage", _unknown_deployment, "BadRequestException", "Deployment id does not exist"),
)

IN_USE = (
    Rule("DeleteAuthorizer", _authorised, "ConflictException", "Cannot delete authorizer {found}", 409),
    Rule(
        "DeleteModel",
        _modelled,
        "ConflictException",
        "Cannot delete model '{modelName}', is referenced in method {found}",
        409,
    ),
    Rule(
        "DeleteDeployment",
        _staged,
        "BadRequestException",
        "Active stages pointing to this deployment must be moved or deleted",
    ),
    Rule(
        "DeleteUsagePlan",
        _planned,
        "BadRequestException",
        "Cannot delete Usage Plan {usagePlanId} because there are API Stages associated with it, including"
        " {found}",
    ),
    Rule(
        "DeleteRestApi",
        lambda parameters: mapped(parameters["restApiId"]),
        "BadRequestException",
        "Deleting RestApi {restApiId} failed. Please remove all base path mappings related to the RestApi in"
        " your domains: {all}",
    ),
)
