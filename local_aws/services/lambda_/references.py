"""Functions. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html"""

from collections.abc import Iterator

from ministack.services import lambda_svc

from local_aws.references import networks
from local_aws.references.rules import Parameters, Rule


def placed() -> networks.Placed:
    """Functions in networks; their interfaces stay as long as any version needs them."""
    for name, function in list(lambda_svc._functions.items()):
        versions = (function, *(function.get("versions") or {}).values())
        yield name, [(version.get("config") or {}).get("VpcConfig") for version in versions]


def _aliases(parameters: Parameters) -> Iterator[str]:
    name, version = (
        parameters["FunctionName"].split(":function:")[-1].split(":")[0],
        parameters.get("Qualifier"),
    )
    for alias_name, alias in list(((lambda_svc._functions.get(name) or {}).get("aliases") or {}).items()):
        routing = (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
        if version and version in (alias.get("FunctionVersion"), *routing):
            yield alias_name


IN_USE = (
    Rule(
        "DeleteFunction",
        _aliases,
        "ResourceConflictException",
        "Unable to delete version because the following aliases reference it: [{all}]",
        409,
    ),
)
