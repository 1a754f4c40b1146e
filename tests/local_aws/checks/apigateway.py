"""API Gateway: REST APIs: whether a local AWS does as AWS does."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from tests.local_aws.checks import ACCOUNT, check, deploy, name

DEFINITION = {
    "openapi": "3.0.1",
    "info": {"title": "users", "version": "1"},
    "x-amazon-apigateway-request-validators": {
        "all": {"validateRequestBody": True, "validateRequestParameters": True}
    },
    "x-amazon-apigateway-request-validator": "all",
    "components": {
        "schemas": {
            "User": {
                "type": "object",
                "required": ["email"],
                "properties": {"email": {"$ref": "#/components/schemas/Email"}},
            },
            "Email": {"type": "string", "pattern": "@"},
        },
        "securitySchemes": {"key": {"type": "apiKey", "name": "x-api-key", "in": "header"}},
    },
    "paths": {
        "/users": {
            "post": {
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}}
                },
            },
            "get": {"parameters": [{"name": "email", "in": "query", "required": True}]},
            "options": {
                "x-amazon-apigateway-integration": {
                    "type": "mock",
                    "requestTemplates": {"application/json": '{"statusCode": 204}'},
                    "responses": {
                        "default": {
                            "statusCode": "204",
                            "responseParameters": {"method.response.header.Allow": "'GET,POST'"},
                        }
                    },
                },
            },
        },
        "/users/{id}": {"delete": {"security": [{"key": []}]}},
    },
}


def served(aws: Any, definition: dict[str, Any]) -> str:
    """The address of a stage of an API imported from `definition`, whose other methods call an echo."""
    echo = deploy(
        aws,
        "def handler(event, context): return {'statusCode': 200, 'body': event['resource']}",
        "apigateway",
    )
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{echo}"
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations"
    whole = json.loads(json.dumps(definition))
    for path in whole["paths"].values():
        for operation in path.values():
            integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}
            operation.setdefault("x-amazon-apigateway-integration", integration)
            operation["responses"] = {"200": {"description": "fine"}}
    gateway = aws.client("apigateway")
    api = gateway.create_rest_api(name=name())["id"]
    gateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(whole))
    gateway.create_deployment(restApiId=api, stageName="v1")
    return f"{aws.url}/restapis/{api}/v1/_user_request_"


def api_of(url: str) -> str:
    return url.split("/restapis/")[1].split("/")[0]


def call(url: str, method: str = "GET", body: str | None = None, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(
        url, method=method, data=body.encode() if body else None, headers=headers
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers["Allow"] or answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


@check
def openapi_import(aws: Any) -> bool:
    url = served(aws, DEFINITION)
    return (
        call(f"{url}/users", "POST", '{"email": "a@b"}') == (200, "/users")
        and call(f"{url}/users", "POST", '{"email": "a"}') == (400, '{"message": "Invalid request body"}')
        and call(f"{url}/users?email=a") == (200, "/users")
        and call(f"{url}/users") == (400, '{"message": "Missing required request parameters: [email]"}')
        and call(f"{url}/users", "OPTIONS") == (204, "GET,POST")
        and call(f"{url}/users/1", "DELETE") == (403, '{"message":"Forbidden"}')
    )


@check
def logs_of_stages(aws: Any) -> bool:
    url, group = served(aws, DEFINITION), name()
    aws.client("logs").create_log_group(logGroupName=group)
    line = "$context.httpMethod $context.resourcePath $context.status $context.error.responseType"
    settings = {"destinationArn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:{group}", "format": line}
    changes = [
        {"op": "replace", "path": f"/accessLogSettings/{key}", "value": settings[key]} for key in settings
    ]
    changes.append({"op": "replace", "path": "/*/*/logging/loglevel", "value": "INFO"})
    aws.client("apigateway").update_stage(restApiId=api_of(url), stageName="v1", patchOperations=changes)
    call(f"{url}/users?email=a")
    call(f"{url}/users", "POST", "{}")
    call(f"{url}/nowhere")
    logged = aws.client("logs").filter_log_events(logGroupName=group)["events"]
    executions = f"API-Gateway-Execution-Logs_{api_of(url)}/v1"
    lines = [
        each["message"] for each in aws.client("logs").filter_log_events(logGroupName=executions)["events"]
    ]
    if sum("Method completed with status: " in line for line in lines) != 3:
        return False
    return [event["message"] for event in logged] == [
        "GET /users 200 -",
        "POST /users 400 BAD_REQUEST_BODY",
        "GET - 403 MISSING_AUTHENTICATION_TOKEN",
    ]


@check
def stage_cache(aws: Any) -> bool:
    gateway, api = aws.client("apigateway"), api_of(served(aws, DEFINITION))
    enabled = {"op": "replace", "path": "/cacheClusterEnabled", "value": "true"}
    changed = gateway.update_stage(restApiId=api, stageName="v1", patchOperations=[enabled])
    return bool(changed["cacheClusterStatus"] == "AVAILABLE")


@check
def cached_answers(aws: Any) -> bool:
    echo = "import time\ndef handler(event, context): return {'statusCode': 200, 'body': str(time.time())}"
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{deploy(aws, echo, 'apigateway')}"
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations"
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}
    integration["cacheKeyParameters"] = ["method.request.path.id"]
    operation = {"responses": {}, "x-amazon-apigateway-integration": integration}
    url = served(aws, {**DEFINITION, "paths": {"/users/{id}": {"get": operation}}})
    settings = {"/cacheClusterEnabled": "true", "/*/*/caching/enabled": "true"}
    changes = [{"op": "replace", "path": path, "value": value} for path, value in settings.items()]
    aws.client("apigateway").update_stage(restApiId=api_of(url), stageName="v1", patchOperations=changes)
    first = call(f"{url}/users/1")
    return call(f"{url}/users/1") == first != call(f"{url}/users/2")


@check
def domain_without_mutual_tls(aws: Any) -> bool:
    domain = f"{name()}.example.com"
    aws.client("apigateway").create_domain_name(domainName=domain, securityPolicy="TLS_1_2")
    return "mutualTlsAuthentication" not in aws.client("apigateway").get_domain_name(domainName=domain)


@check
def api_key_without_a_value(aws: Any) -> bool:
    made = aws.client("apigateway").create_api_key(name=name(), value="", enabled=True)
    return len(made["value"]) >= 20


@check
def changed_tags_of_rest_apis(aws: Any) -> bool:
    gateway = aws.client("apigateway")
    api = api_of(served(aws, DEFINITION))
    plan = gateway.create_usage_plan(name=name(), tags={"Team": "core"})["id"]
    for what in (f"restapis/{api}", f"restapis/{api}/stages/v1", f"usageplans/{plan}"):
        arn = f"arn:aws:apigateway:eu-west-1::/{what}"
        gateway.tag_resource(resourceArn=arn, tags={"Team": "web", "Tier": "1"})
        gateway.untag_resource(resourceArn=arn, tagKeys=["Tier"])
    told = (
        gateway.get_rest_api(restApiId=api),
        gateway.get_stage(restApiId=api, stageName="v1"),
        gateway.get_usage_plan(usagePlanId=plan),
    )
    return [each.get("tags") for each in told] == [{"Team": "web"}] * 3


@check
def what_is_not_set_is_not_shown(aws: Any) -> bool:
    api = aws.client("apigateway")
    plan = api.create_usage_plan(name=name())
    made = api.create_rest_api(name=name())
    place = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    api.put_method(**place, authorizationType="NONE")
    integration = api.put_integration(**place, type="MOCK")
    return not {"quota", "throttle"} & plan.keys() and not {"httpMethod", "uri"} & integration.keys()


@check
def templates_of_mock_answers(aws: Any) -> bool:
    known = '#if($input.params("origin") == "https://a.example.com")'
    template = (
        f'{known}#set($context.responseOverride.header.Allow = $input.params("origin"))'
        f"#set($context.responseOverride.status = 202)#end"
    )
    definition = json.loads(json.dumps(DEFINITION))
    mock = definition["paths"]["/users"]["options"]["x-amazon-apigateway-integration"]
    mock["responses"]["default"]["responseTemplates"] = {"application/json": template}
    url = f"{served(aws, definition)}/users"
    known_origin = call(url, "OPTIONS", origin="https://a.example.com")
    return known_origin == (202, "https://a.example.com") and call(url, "OPTIONS", origin="b") == (
        204,
        "GET,POST",
    )
