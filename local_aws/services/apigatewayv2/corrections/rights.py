"""What HTTP and WebSocket APIs ask IAM: whether they may call."""

import json
from typing import Any

from ministack.core.arn import execute_api_arn, execute_api_route_arn
from ministack.services import apigateway

from local_aws.corrections import correction
from local_aws.services.apigateway.authorisation import (
    NO_ROLE,
    NO_STREAM,
    STREAMS,
    call_denied,
    delivery_stream,
    role_of_account,
)

Record = dict[str, Any]


@correction
def rights_of_http_apis() -> None:
    """AWS: a function's policy must let the route in, or the integration's role must. Else 500.

    MiniStack: calls every function.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """
    invoke, authorize = apigateway._invoke_lambda_proxy, apigateway._invoke_request_authorizer_lambda

    async def invoke_if_permitted(
        integration: Record, api: str, stage: str, path: str, method: str, *args: Any, **more: Any
    ) -> Any:
        key = args[3] if len(args) > 3 else more.get("route_key", "$default")
        place = (more["owner_region"], more["owner_account_id"], api, stage)
        route = key.partition(" ")[2]
        source = execute_api_arn(*place, method, route) if route else execute_api_route_arn(*place, key)
        if call_denied(
            _function(integration.get("integrationUri")), source, integration.get("credentialsArn")
        ):
            return 500, {"Content-Type": "application/json"}, b'{"message":"Internal Server Error"}'
        return await invoke(integration, api, stage, path, method, *args, **more)

    async def authorize_if_permitted(settings: Record, event: Record, account: str, region: str) -> Any:
        arn = event.get("routeArn") or event.get("methodArn") or ""
        api = arn.split(":", 5)[5].partition("/")[0]
        source = f"arn:aws:execute-api:{region}:{account}:{api}/authorizers/{settings['authorizerId']}"
        function = _function(settings.get("authorizerUri"))
        if call_denied(function, source, settings.get("authorizerCredentialsArn")):
            return None
        return await authorize(settings, event, account, region)

    apigateway._invoke_lambda_proxy = invoke_if_permitted
    apigateway._invoke_request_authorizer_lambda = authorize_if_permitted


@correction
def rights_of_websocket_apis() -> None:
    """AWS: a function's policy must let the route in, or the integration's role must. Else 500, or a message.
    And stages log with the account's role.

    MiniStack: calls every function, logs without.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-routes-integrations.html
    """
    invoke = apigateway._invoke_ws_lambda
    create, update = apigateway._create_stage, apigateway._update_stage

    async def invoke_if_permitted(
        api: str,
        account: str,
        region: str,
        route: Record,
        stage: str,
        connection: str,
        event: str,
        request: str,
        *args: Any,
        **more: Any,
    ) -> Any:
        integration_id = route.get("target", "").rpartition("/")[2]
        integration = apigateway._integrations.get(api, {}).get(integration_id) or {}
        if integration.get("integrationType") in ("AWS", "AWS_PROXY"):
            source = execute_api_route_arn(region, account, api, stage, route["routeKey"])
            function = _function(integration.get("integrationUri"))
            if call_denied(function, source, integration.get("credentialsArn")):
                failure = {
                    "message": "Internal server error",
                    "connectionId": connection,
                    "requestId": request,
                }
                return {"statusCode": 500, "body": json.dumps(failure), "refused": True}
        place = (api, account, region, route, stage, connection, event, request)
        return await invoke(*place, *args, **more)

    def refused(api: str, settings: Record) -> Any:
        if apigateway._api_protocol(api) != "WEBSOCKET":
            return None
        stream = delivery_stream(settings)
        if stream and not stream.startswith(STREAMS):
            return apigateway._apigw_error("BadRequestException", NO_STREAM, 400)
        routes = [settings.get("defaultRouteSettings"), *(settings.get("routeSettings") or {}).values()]
        executions = any((each or {}).get("loggingLevel", "OFF") != "OFF" for each in routes)
        logs = (settings.get("accessLogSettings") or {}).get("destinationArn") and not stream
        if (logs or executions) and not role_of_account():
            return apigateway._apigw_error("BadRequestException", NO_ROLE, 400)
        return None

    apigateway._invoke_ws_lambda = invoke_if_permitted
    apigateway._create_stage = lambda api, asked: refused(api, asked) or create(api, asked)
    apigateway._update_stage = lambda api, name, asked: refused(api, asked) or update(api, name, asked)


def _function(uri: str | None) -> str:
    return str(apigateway._extract_lambda_ref_from_integration_uri(uri or ""))
