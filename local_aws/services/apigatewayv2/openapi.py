"""Import of an OpenAPI 3 body into HTTP APIs: routes, integrations, JWT authorizers and CORS.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-openapi-examples.html
"""

import json
from typing import Any

from ministack.services import apigateway as http

Json = dict[str, Any]
_EXTENSION = "x-amazon-apigateway-"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_ANY = f"{_EXTENSION}any-method"
_CORS = {
    "allowCredentials",
    "allowHeaders",
    "allowMethods",
    "allowOrigins",
    "exposeHeaders",
    "maxAge",
}


def load(api_id: str, definition: Json) -> None:
    """Write a definition into an API, in place of the routes, integrations and authorizers it has."""
    for store in (http._routes, http._integrations, http._authorizers):
        store[api_id] = {}
    info, api = definition.get("info", {}), http._apis[api_id]
    api.update(name=info.get("title", api["name"]), version=info.get("version", ""))
    api["description"] = info.get("description", "")
    if cors := definition.get(f"{_EXTENSION}cors"):
        api["corsConfiguration"] = {name: value for name, value in cors.items() if name in _CORS}
    authorizers = _authorizers(api_id, definition.get("components", {}).get("securitySchemes", {}))
    for path, item in definition.get("paths", {}).items():
        for verb in (*_METHODS, _ANY):
            if verb in item:
                _put_route(api_id, _key(path, verb), item[verb], authorizers)


def _key(path: str, verb: str) -> str:
    if path == "/$default":
        return "$default"
    return f"{'ANY' if verb == _ANY else verb.upper()} {path}"


def _authorizers(api_id: str, schemes: Json) -> dict[str, str]:
    """The ids of the JWT authorizers that a definition has, by their names there."""
    made = {}
    for name, scheme in schemes.items():
        given = scheme.get(f"{_EXTENSION}authorizer", {})
        if given.get("type", "").lower() == "jwt":
            source = given.get("identitySource", "$request.header.Authorization")
            asked = {
                "authorizerType": "JWT",
                "identitySource": [source] if isinstance(source, str) else source,
                "jwtConfiguration": given.get("jwtConfiguration", {}),
                "name": name,
            }
            made[name] = json.loads(http._create_authorizer(api_id, asked)[2])["authorizerId"]
    return made


def _put_route(api_id: str, key: str, operation: Json, authorizers: dict[str, str]) -> None:
    route: Json = {"routeKey": key, "operationName": operation.get("operationId", "")}
    asked_for = {name: scopes for each in operation.get("security", []) for name, scopes in each.items()}
    for name, scopes in asked_for.items():
        if name in authorizers:
            route |= {"authorizationType": "JWT", "authorizerId": authorizers[name]}
            route |= {"authorizationScopes": scopes} if scopes else {}
    if given := operation.get(f"{_EXTENSION}integration"):
        kind = given.get("type", "HTTP_PROXY").upper()
        asked = {name: value for name, value in given.items() if name not in ("type", "uri", "httpMethod")}
        asked |= {"integrationType": kind, "integrationUri": given.get("uri", "")}
        asked |= {"integrationMethod": given["httpMethod"]} if "httpMethod" in given else {}
        made = json.loads(http._create_integration(api_id, asked)[2])
        route["target"] = f"integrations/{made['integrationId']}"
    http._create_route(api_id, route)
