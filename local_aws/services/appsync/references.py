"""GraphQL APIs: resolvers use functions and data sources, functions use data sources.

https://docs.aws.amazon.com/appsync/latest/APIReference/API_DeleteDataSource.html
"""

from collections.abc import Iterator
from typing import Any

from ministack.services import appsync

from local_aws.references.rules import Parameters, Rule, all_of


def _resolvers(api_id: str) -> Iterator[tuple[str, Any]]:
    """Each resolver, with how AWS names it."""
    for of_type, fields in list((appsync._resolvers.get(api_id) or {}).items()):
        for field, resolver in list(fields.items()):
            yield f"Resolver for type {of_type} and field {field}", resolver


def _calls_function(parameters: Parameters) -> Iterator[str]:
    for name, resolver in _resolvers(parameters["apiId"]):
        if parameters["functionId"] in (resolver.get("pipelineConfig") or {}).get("functions", ()):
            yield name


def _reads_source(parameters: Parameters) -> Iterator[str]:
    api_id, source = parameters["apiId"], parameters["name"]
    for name, resolver in _resolvers(api_id):
        if resolver.get("dataSourceName") == source:
            yield name
    for function in all_of(appsync._functions.get(api_id) or {}):
        if function.get("dataSourceName") == source:
            yield f"Function {function['name']}"


def certificates() -> Iterator[tuple[str, str]]:
    """Domains and the certificates they show."""
    for domain, record in list(getattr(appsync, "_domain_names", {}).items()):
        yield domain, record.get("certificateArn", "")


def _unknown_source(parameters: Parameters) -> Iterator[str]:
    source = parameters.get("dataSourceName")
    if source and source not in (appsync._data_sources.get(parameters["apiId"]) or {}):
        yield source


def _unknown_functions(parameters: Parameters) -> Iterator[str]:
    known = appsync._functions.get(parameters["apiId"]) or {}
    for function in (parameters.get("pipelineConfig") or {}).get("functions") or ():
        if function not in known:
            yield function


MISSING = (
    Rule(
        "CreateFunction UpdateFunction CreateResolver UpdateResolver",
        _unknown_source,
        "NotFoundException",
        "No data source found named {found}",
        404,
    ),
    Rule(
        "CreateResolver UpdateResolver",
        _unknown_functions,
        "NotFoundException",
        "No function found with id {found}",
        404,
    ),
)

IN_USE = (
    Rule("DeleteFunction", _calls_function, "BadRequestException", "{found} associated with function"),
    Rule("DeleteDataSource", _reads_source, "BadRequestException", "{found} associated with data source"),
)
