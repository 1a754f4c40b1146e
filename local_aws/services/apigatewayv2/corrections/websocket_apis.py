"""API Gateway WebSocket APIs: where the engine differs from AWS."""

import time
from typing import Any

from ministack.services import apigateway

from local_aws.corrections import correction
from local_aws.services.apigateway import access_logs
from local_aws.services.apigateway.authorisation import may_write

Record = dict[str, Any]


@correction
def reserved_websocket_routes() -> None:
    """AWS: $default takes messages. MiniStack: also connects and disconnects, where they have no route.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-routes-integrations.html
    """
    match = apigateway._match_ws_route

    def match_exactly(api_id: str, route_key: str) -> Record | None:
        route: Record | None = match(api_id, route_key)
        reserved = route_key in ("$connect", "$disconnect")
        return None if route and reserved and route["routeKey"] != route_key else route

    apigateway._match_ws_route = match_exactly


@correction
def mocks_without_methods() -> None:
    """AWS: a mock integration has no method. MiniStack: POST.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html
    """
    create = apigateway._create_integration

    def create_integration(api_id: str, data: Record) -> Any:
        asked = {"integrationMethod": None, **data} if data.get("integrationType") == "MOCK" else data
        return create(api_id, asked)

    apigateway._create_integration = create_integration


@correction
def websocket_answers() -> None:
    """AWS: what a function returns goes to the client where its route has a response. MiniStack: always.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
    """
    invoke = apigateway._invoke_ws_lambda

    async def invoke_quietly(
        api_id: str, account: str, region: str, route: Record, *rest: Any, **more: Any
    ) -> Any:
        answer = await invoke(api_id, account, region, route, *rest, **more)
        asked = apigateway._route_responses.get(api_id, {}).get(route["routeId"])
        return answer if asked or not answer or "refused" in answer else {**answer, "body": ""}

    apigateway._invoke_ws_lambda = invoke_quietly


@correction
def websocket_access_log() -> None:
    """AWS: a stage logs each connect, message and disconnect. MiniStack: takes the settings only."""
    invoke = apigateway._invoke_ws_lambda

    async def invoke_and_log(
        api_id: str,
        account: str,
        region: str,
        route: Record,
        stage: str,
        connection: str,
        event: str,
        request_id: str,
        body: str,
        ip: str,
        headers: Record,
        *rest: Any,
        **more: Any,
    ) -> Any:
        told = (route, stage, connection, event, request_id, body, ip, headers)
        answer = await invoke(api_id, account, region, *told, *rest, **more)
        now = time.time()
        values = {
            "apiId": api_id,
            "connectionId": connection,
            "eventType": event,
            "identity.sourceIp": ip,
            "identity.userAgent": headers.get("user-agent", "-"),
            "requestId": request_id,
            "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "requestTimeEpoch": int(now * 1000),
            "routeKey": route["routeKey"],
            "stage": stage,
            "status": (answer or {}).get("statusCode", 200),
        }
        settings = apigateway._stages.get(api_id, {}).get(stage) or {}
        if may_write(settings):
            access_logs.write(settings, values)
        return answer

    apigateway._invoke_ws_lambda = invoke_and_log
