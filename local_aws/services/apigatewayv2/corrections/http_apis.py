"""API Gateway HTTP APIs: where the engine differs from AWS."""

import json
import re
import time
from contextvars import ContextVar
from typing import Any

from ministack.core.responses import (
    AccountRegionScopedDict,
    get_region,
    new_uuid,
)
from ministack.services import apigateway, apigateway_v1

from local_aws.corrections import correction
from local_aws.services.apigateway import access_logs
from local_aws.services.apigateway.openapi import InvalidBodyError, parse
from local_aws.services.apigatewayv2 import openapi, private

Answer = tuple[int, dict[str, str], bytes]
Record = dict[str, Any]


@correction
def http_api_import() -> None:
    """AWS: an HTTP API is imported from an OpenAPI body. MiniStack: lacks the calls.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html
    """
    handle = apigateway.handle_request

    async def and_import(method: str, path: str, headers: Any, body: bytes, query: Any) -> Answer:
        api_id = path.strip("/").partition("apis/")[2]
        if method != "PUT" or not re.fullmatch(r"/v2/apis(/\w+)?/?", path):
            answer: Answer = await handle(method, path, headers, body, query)
            return answer
        try:
            definition = parse(json.loads(body)["body"])
        except InvalidBodyError as problem:
            refused: Answer = apigateway._apigw_error("BadRequestException", str(problem), 400)
            return refused
        if not api_id:
            api_id = json.loads(apigateway._create_api({})[2])["apiId"]
        elif api_id not in apigateway._apis:
            missing: Answer = apigateway._api_not_found(api_id)
            return missing
        openapi.load(api_id, definition)
        imported: Answer = apigateway._apigw_response(apigateway._apis[api_id], 201)
        return imported

    apigateway.handle_request = and_import


@correction
def vpc_links() -> None:
    """AWS: HTTP APIs reach into a network through VPC links. MiniStack: does not know them.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks.html
    """
    links = AccountRegionScopedDict()
    handle, reset, validate = (
        apigateway.handle_request,
        apigateway.reset,
        apigateway._validate_tag_resource_arn,
    )
    apigateway._vpc_links = links

    def arn(link_id: str) -> str:
        return f"arn:aws:apigateway:{get_region()}::/vpclinks/{link_id}"

    def told(link: Record, status: int = 200) -> Answer:
        tags = apigateway._api_tags.get(arn(link["vpcLinkId"]), {})
        answer: Answer = apigateway._apigw_response({**link, "tags": tags}, status)
        return answer

    def create(data: Record) -> Answer:
        link_id = new_uuid()[:6]
        links[link_id] = {
            "vpcLinkId": link_id,
            "name": data["name"],
            "securityGroupIds": data.get("securityGroupIds", []),
            "subnetIds": data["subnetIds"],
            "createdDate": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "vpcLinkStatus": "AVAILABLE",
            "vpcLinkVersion": "V2",
        }
        apigateway._api_tags[arn(link_id)] = dict(data.get("tags", {}))
        return told(links[link_id], 201)

    async def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Answer:
        parts = path.strip("/").split("/")
        if parts[:2] != ["v2", "vpclinks"]:
            answer: Answer = await handle(method, path, headers, body, query)
            return answer
        data = json.loads(body) if body else {}
        if len(parts) == 2:
            if method == "POST":
                return create(data)
            listed: Answer = apigateway._apigw_response({"items": list(links.values())})
            return listed
        link = links.get(parts[2])
        if link is None:
            missing: Answer = apigateway._apigw_error("NotFoundException", "Invalid VpcLink identifier", 404)
            return missing
        if method == "DELETE":
            links.pop(parts[2])
            apigateway._api_tags.pop(arn(parts[2]), None)
            return 202, {}, b""
        link["name"] = data.get("name", link["name"])
        return told(link)

    def validate_tags_of(resource_arn: str) -> Any:
        known = resource_arn.rpartition("/vpclinks/")[2] in links
        return (resource_arn, None) if known else validate(resource_arn)

    def reset_all() -> None:
        links.clear()
        reset()

    apigateway.handle_request = handle_request
    apigateway.reset = reset_all
    apigateway._validate_tag_resource_arn = validate_tags_of


@correction
def private_integrations() -> None:
    """AWS: an integration through a VPC link calls a load balancer's listener, or a healthy instance of a
    Cloud Map service; it answers 503 without one, or when security groups keep the link from it.

    MiniStack: forgets the link, and takes an ARN for an address.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
    """
    kept = ("connectionId", "credentialsArn", "integrationSubtype", "passthroughBehavior", "tlsConfig")
    create, update, forward = (
        apigateway._create_integration,
        apigateway._update_integration,
        apigateway._invoke_http_proxy,
    )

    def keep(api_id: str, data: Record, answer: Answer) -> Answer:
        if answer[0] >= 400:
            return answer
        integration = apigateway._integrations[api_id][json.loads(answer[2])["integrationId"]]
        integration.update({key: data[key] for key in kept if key in data})
        if integration["connectionType"] == "VPC_LINK":
            integration["payloadFormatVersion"] = "1.0"
        told: Answer = apigateway._apigw_response(integration, answer[0])
        return told

    async def forward_inside(integration: Record, *request: Any) -> Answer:
        if integration.get("connectionType") == "VPC_LINK":
            link = apigateway._vpc_links.get(integration.get("connectionId")) or {}
            named = integration["integrationUri"]
            if ":listener/" in named:
                return await private.through_listener(named, link, *request)
            scheme = "https" if integration.get("tlsConfig") else "http"
            address = private.instance(named, scheme, link)
            if address is None:
                return private.UNAVAILABLE
            integration = {**integration, "integrationUri": address}
        answer: Answer = await forward(integration, *request)
        return answer

    apigateway._create_integration = lambda api_id, data: keep(api_id, data, create(api_id, data))
    apigateway._update_integration = lambda api_id, int_id, data: keep(
        api_id, data, update(api_id, int_id, data)
    )
    apigateway._invoke_http_proxy = forward_inside


@correction
def authorizers_as_made() -> None:
    """AWS: an authorizer tells what it was made with. MiniStack: also what only the other kind has.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
    """
    create = apigateway._create_authorizer
    optional = {
        "authorizerCredentialsArn",
        "authorizerPayloadFormatVersion",
        "authorizerUri",
        "enableSimpleResponses",
        "jwtConfiguration",
    }

    def create_authorizer(api_id: str, data: Record) -> Answer:
        answer: Answer = create(api_id, data)
        if answer[0] >= 400:
            return answer
        authorizer = apigateway._authorizers[api_id][json.loads(answer[2])["authorizerId"]]
        for key in optional - data.keys():
            authorizer.pop(key)
        if data.get("authorizerType") == "JWT":
            authorizer.pop("authorizerResultTtlInSeconds")
        told: Answer = apigateway._apigw_response(authorizer, answer[0])
        return told

    apigateway._create_authorizer = create_authorizer


@correction
def settings_of_a_stage_end() -> None:
    """AWS: settings of a route or of the access log are deleted alone. MiniStack: with the whole stage.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename-routesettings-routekey.html
    """
    handle = apigateway.handle_request

    async def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Answer:
        parts = path.strip("/").split("/", 6)
        if method != "DELETE" or parts[3:4] != ["stages"] or len(parts) < 6:
            answer: Answer = await handle(method, path, headers, body, query)
            return answer
        stage = apigateway._stages.get(parts[2], {}).get(parts[4], {})
        if parts[5] == "routesettings":
            stage.get("routeSettings", {}).pop(parts[6], None)
        else:
            stage.pop("accessLogSettings", None)
        return 204, {}, b""

    apigateway.handle_request = handle_request


@correction
def changed_tags() -> None:
    """AWS: an API and its stages tell their tags as they are. MiniStack: as they were made.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/tags-resource-arn.html
    """
    tag, untag = apigateway._tag_resource, apigateway._untag_resource

    def told(resource_arn: str, answer: Answer) -> Answer:
        ids = resource_arn.partition("::/apis/")[2].split("/")
        kept = (
            apigateway._stages.get(ids[0], {}).get(ids[2]) if len(ids) == 3 else apigateway._apis.get(ids[0])
        )
        if kept:
            kept["tags"] = dict(apigateway._api_tags.get(resource_arn, {}))
        return answer

    apigateway._tag_resource = lambda arn, data: told(arn, tag(arn, data))
    apigateway._untag_resource = lambda arn, keys: told(arn, untag(arn, keys))


@correction
def truststore_versions() -> None:
    """AWS: a domain's new truststore version leaves its address. MiniStack: forgets the address.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname.html
    """
    update = apigateway._update_domain_name

    def update_domain_name(name: str, data: Record) -> Answer:
        given = data.get("mutualTlsAuthentication")
        if given and given.get("truststoreUri") != "":
            kept = apigateway_v1._domain_names.get(name, {}).get("mutualTlsAuthentication") or {}
            data = {**data, "mutualTlsAuthentication": {**kept, **given}}
        answer: Answer = update(name, data)
        return answer

    apigateway._update_domain_name = update_domain_name


@correction
def stage_variables_in_events() -> None:
    """AWS: a function is told the stage's variables. MiniStack: leaves them out.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    invoke, run = apigateway._invoke_lambda_proxy, apigateway.run_reentrant
    current: ContextVar[Record] = ContextVar("current")

    async def invoke_with(integration: Record, api_id: str, stage: str, *rest: Any, **more: Any) -> Answer:
        current.set(apigateway._get_stage_variables(api_id, stage))
        answer: Answer = await invoke(integration, api_id, stage, *rest, **more)
        return answer

    async def run_with(function: Any, *args: Any, **named: Any) -> Any:
        if named.get("thread_name") == "ministack-apigw-invoke" and current.get({}):
            record, event = args
            args = (record, {**event, "stageVariables": current.get()})
        return await run(function, *args, **named)

    apigateway._invoke_lambda_proxy = invoke_with
    apigateway.run_reentrant = run_with


@correction
def http_api_throttling() -> None:
    """AWS: a route answers 429 beyond its rate and burst, or the stage's. MiniStack: takes the settings only.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
    """
    handle = apigateway._handle_execute_in_scope

    async def handle_within(api_id: str, stage: str, path: str, method: str, *rest: Any) -> Answer:
        route = apigateway._match_route(api_id, method, "/" + path.lstrip("/"))
        settings = apigateway._stages.get(api_id, {}).get(stage) or {}
        if route and method != "OPTIONS":
            key = route["routeKey"]
            limits = settings.get("routeSettings", {}).get(key) or settings.get("defaultRouteSettings", {})
            bucket = {
                "rateLimit": limits.get("throttlingRateLimit"),
                "burstLimit": limits.get("throttlingBurstLimit"),
            }
            if not apigateway_v1._take_token(("route", api_id, stage, key), bucket):
                return 429, {"Content-Type": "application/json"}, b'{"message":"Too Many Requests"}'
        answer: Answer = await handle(api_id, stage, path, method, *rest)
        return answer

    apigateway._handle_execute_in_scope = handle_within


@correction
def http_api_access_log() -> None:
    """AWS: a stage logs each request. MiniStack: takes the settings only. See `access_logs`."""
    handle = apigateway._handle_execute_in_scope

    async def handle_and_log(
        api_id: str, stage: str, path: str, method: str, headers: Any, *rest: Any
    ) -> Answer:
        started = time.time()
        answer: Answer = await handle(api_id, stage, path, method, headers, *rest)
        settings = apigateway._stages.get(api_id, {}).get(stage)
        route = apigateway._match_route(api_id, method, "/" + path.lstrip("/"))
        if settings:
            seen = {
                "api_id": api_id,
                "headers": headers,
                "request_id": new_uuid(),
                "resource_path": None,
                "stage_name": stage,
            }
            values = access_logs.values(seen, method, path, answer, started)
            values["routeKey"] = route["routeKey"] if route else "-"
            values["path"] = path if stage == "$default" else f"/{stage}{path}"
            access_logs.write(settings, values)
        return answer

    apigateway._handle_execute_in_scope = handle_and_log
