"""Import of an OpenAPI 3 (or Swagger 2) body into MiniStack's REST APIs, which it lacks.

AWS: ImportRestApi and PutRestApi read resources, methods, integrations, models, validators, authorizers
and gateway responses from the body.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import yaml  # type: ignore[import-untyped]
from ministack.services import apigateway_v1 as v1

Json = dict[str, Any]
_EXTENSION = "x-amazon-apigateway-"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", _EXTENSION + "any-method")
_LOCATIONS = {"path": "path", "query": "querystring", "header": "header"}


class InvalidBodyError(ValueError):
    """The body is no API definition; the message is for the caller."""


def parse(body: bytes) -> Json:
    """The definition in `body`, JSON or YAML."""
    try:
        spec = yaml.safe_load(body)
    except yaml.YAMLError as problem:
        raise InvalidBodyError(f"Invalid OpenAPI input: {problem}") from problem
    if not isinstance(spec, dict) or not {"openapi", "swagger"} & spec.keys():
        raise InvalidBodyError("Invalid OpenAPI input: neither 'openapi' nor 'swagger' names a version")
    return spec


def load(api_id: str, spec: Json, *, overwrite: bool) -> None:
    """Write `spec` into the API `api_id`: in place of what it has, or merged into it."""
    if overwrite:
        _clear(api_id)
    _set_properties(v1._rest_apis[api_id], spec)
    _put_models(api_id, spec)
    validators = _put_validators(api_id, spec)
    for kind, response in spec.get(_EXTENSION + "gateway-responses", {}).items():
        _checked(v1._put_gateway_response(api_id, kind, response))
    schemes = v1._import_security_schemes(api_id, spec)
    for path, item in spec.get("paths", {}).items():
        resource = _resource(api_id, path)
        for verb in _METHODS:
            if verb in item:
                _put_operation(api_id, spec, resource, verb, item, validators, schemes)


def _clear(api_id: str) -> None:
    root = next(r for r in v1._resources[api_id].values() if r["path"] == "/")
    v1._resources[api_id] = {root["id"]: {**root, "resourceMethods": {}}}
    for store in (v1._models, v1._authorizers_v1, v1._gateway_responses, v1._request_validators):
        store[api_id] = {}


def _set_properties(api: Json, spec: Json) -> None:
    info = spec.get("info", {})
    extensions = {
        "binaryMediaTypes": "binary-media-types",
        "minimumCompressionSize": "minimum-compression-size",
        "apiKeySource": "api-key-source",
        "policy": "policy",
    }
    found = {name: spec.get(_EXTENSION + key) for name, key in extensions.items()}
    told = {"name": info.get("title"), "version": info.get("version"), "description": info.get("description")}
    api.update({name: value for name, value in {**told, **found}.items() if value is not None})
    for server in spec.get("servers", []):
        endpoint = server.get(_EXTENSION + "endpoint-configuration", {})
        if "disableExecuteApiEndpoint" in endpoint:
            api["disableExecuteApiEndpoint"] = endpoint["disableExecuteApiEndpoint"]


def _put_models(api_id: str, spec: Json) -> None:
    schemas = spec.get("components", {}).get("schemas", spec.get("definitions", {}))
    for name, schema in schemas.items():
        _put_model(api_id, name, schema)


def _put_model(api_id: str, name: str, schema: Json) -> None:
    data = {"name": name, "schema": json.dumps(_with_model_urls(api_id, schema))}
    v1._models[api_id].pop(name, None)
    _checked(v1._create_model(api_id, {**data, "description": schema.get("description", "")}))


def _with_model_urls(api_id: str, schema: Any) -> Any:
    """References between schemas, as API Gateway writes them between models."""
    if isinstance(schema, list):
        return [_with_model_urls(api_id, part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: _with_model_urls(api_id, part) for key, part in schema.items()}
    if isinstance(schema.get("$ref"), str):
        changed["$ref"] = f"https://apigateway.amazonaws.com/restapis/{api_id}/models/{_last(schema['$ref'])}"
    return changed


def _put_validators(api_id: str, spec: Json) -> dict[str, str]:
    """The id of each request validator, by name."""
    ids = {}
    for name, checks in spec.get(_EXTENSION + "request-validators", {}).items():
        ids[name] = _checked(v1._create_request_validator(api_id, {"name": name, **checks}))["id"]
    return ids


def _resource(api_id: str, path: str) -> Json:
    """The resource of `path`, made with its parents where they are missing."""
    resources = v1._resources[api_id]
    here: Json = next(r for r in resources.values() if r["path"] == "/")
    for part in filter(None, path.split("/")):
        child = [r for r in resources.values() if r["parentId"] == here["id"] and r["pathPart"] == part]
        made = None if child else _checked(v1._create_resource(api_id, here["id"], {"pathPart": part}))
        here = child[0] if child else resources[made["id"]]  # type: ignore[index]
    return here


def _put_operation(
    api_id: str, spec: Json, resource: Json, verb: str, item: Json, validators: dict[str, str], schemes: Json
) -> None:
    operation: Json = item[verb]
    method = "ANY" if verb.startswith(_EXTENSION) else verb.upper()
    where = (api_id, resource["id"], method)
    authorization = v1._method_security(operation.get("security", spec.get("security")), schemes)
    if operation.get(_EXTENSION + "auth", {}).get("type"):
        authorization["authorizationType"] = operation[_EXTENSION + "auth"]["type"].upper()
    validator = operation.get(_EXTENSION + "request-validator", spec.get(_EXTENSION + "request-validator"))
    data = {
        **authorization,
        "operationName": operation.get("operationId", ""),
        "requestParameters": dict(
            _parameters(spec, [*item.get("parameters", []), *operation.get("parameters", [])])
        ),
        "requestModels": dict(_models(api_id, _content(spec, operation))),
        "requestValidatorId": validators.get(validator or ""),
    }
    _checked(v1._put_method(*where, data))
    for status, response in operation.get("responses", {}).items():
        response = _resolved(spec, response)
        headers = {f"method.response.header.{name}": False for name in response.get("headers", {})}
        schemas: Json = response.get("content") or {"application/json": {"schema": response.get("schema")}}
        answer = {"responseParameters": headers, "responseModels": dict(_models(api_id, schemas))}
        _checked(v1._put_method_response(*where, str(status), answer))
    if integration := operation.get(_EXTENSION + "integration"):
        _put_integration(where, integration)


def _put_integration(where: tuple[str, str, str], integration: Json) -> None:
    shouted: Json = {
        key: str(integration[key]).upper() for key in ("type", "passthroughBehavior") if key in integration
    }
    _checked(v1._put_integration(*where, {**integration, **shouted}))
    for pattern, response in integration.get("responses", {}).items():
        selected = {**response, "selectionPattern": "" if pattern == "default" else pattern}
        _checked(v1._put_integration_response(*where, str(response.get("statusCode", "200")), selected))


def _parameters(spec: Json, parameters: list[Json]) -> Iterator[tuple[str, bool]]:
    for parameter in (_resolved(spec, one) for one in parameters):
        if parameter.get("in") in _LOCATIONS:
            name = f"method.request.{_LOCATIONS[parameter['in']]}.{parameter['name']}"
            yield name, bool(parameter.get("required", False))


def _content(spec: Json, operation: Json) -> Json:
    """The bodies an operation takes, by media type, from either version of the format."""
    bodies = [_resolved(spec, one) for one in operation.get("parameters", [])]
    swagger = [one["schema"] for one in bodies if one.get("in") == "body" and "schema" in one]
    if swagger:
        return {media: {"schema": swagger[0]} for media in operation.get("consumes", ["application/json"])}
    content: Json = _resolved(spec, operation.get("requestBody", {})).get("content", {})
    return content


def _models(api_id: str, content: Json) -> Iterator[tuple[str, str]]:
    """The model of each media type; a schema written in place becomes a model of its own, as on AWS."""
    for media, body in content.items():
        schema = body.get("schema")
        if not schema:
            continue
        if "$ref" in schema:
            yield media, _last(schema["$ref"])
            continue
        digest = hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()
        _put_model(api_id, f"MODEL{digest[:6]}", schema)
        yield media, f"MODEL{digest[:6]}"


def _resolved(spec: Json, part: Json) -> Json:
    """`part`, or what its reference within `spec` names."""
    found: Any = part
    while isinstance(found, dict) and isinstance(found.get("$ref"), str):
        names = found["$ref"].removeprefix("#/").split("/")
        found = spec
        for name in names:
            found = found.get(name.replace("~1", "/").replace("~0", "~"), {})
    return found if isinstance(found, dict) else {}


def _last(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]


def _checked(answer: tuple[int, Json, bytes]) -> Json:
    """The object an engine call made; what it refuses makes the definition invalid."""
    status, _, body = answer
    content: Json = json.loads(body) if body else {}
    if status >= 400:
        raise InvalidBodyError(str(content.get("message", "Invalid OpenAPI input")))
    return content
