"""API Gateway: HTTP and WebSocket APIs: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import ACCOUNT, check, deploy, eventually, name
from tests.websocket import RefusedError, WebSocket

ECHO = "def handler(event, context): return {'statusCode': 200, 'body': event['requestContext']['routeKey']}"


def served(aws: Any, *answering: str, silent: str = "", source: str = ECHO, **stage: Any) -> str:
    """The address of a WebSocket API whose routes tell their key: some answer, one does not."""
    gateway = aws.client("apigatewayv2")
    expression = "$request.body.action"
    api = gateway.create_api(Name=name(), ProtocolType="WEBSOCKET", RouteSelectionExpression=expression)[
        "ApiId"
    ]
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{deploy(aws, source, 'apigateway')}"
    made = gateway.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=function)
    target = f"integrations/{made['IntegrationId']}"
    for key in filter(None, (*answering, silent)):
        route = gateway.create_route(ApiId=api, RouteKey=key, Target=target)["RouteId"]
        if key != silent:
            gateway.create_route_response(ApiId=api, RouteId=route, RouteResponseKey="$default")
    gateway.create_stage(ApiId=api, StageName="live", **stage)
    return f"{aws.url.replace('http', 'ws', 1)}/_aws/execute-api/{api}/live"


def logged(aws: Any, group: str, lines: int) -> list[str]:
    """What the log group holds, once it has so many lines."""
    found: list[str] = []

    def look() -> bool:
        events = aws.client("logs").filter_log_events(logGroupName=group)["events"]
        found[:] = [event["message"] for event in events]
        return len(found) >= lines

    eventually(look, 5)
    return found


def logging_to(aws: Any, group: str, line: str) -> dict[str, Any]:
    aws.client("logs").create_log_group(logGroupName=group)
    destination = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:{group}"
    return {"AccessLogSettings": {"DestinationArn": destination, "Format": line}}


@check
def websocket_answers(aws: Any) -> bool:
    with WebSocket(served(aws, "$default", silent="quiet")) as client:
        client.send('{"action": "quiet"}')
        client.send('{"action": "any"}')
        return client.receive() == "$default"


@check
def websocket_access_log(aws: Any) -> bool:
    group = name()
    settings = logging_to(aws, group, "$context.eventType $context.routeKey $context.status")
    with WebSocket(served(aws, "$default", "$disconnect", **settings)) as client:
        client.send("{}")
        client.receive()
    return logged(aws, group, 2) == ["MESSAGE $default 200", "DISCONNECT $disconnect 200"]


@check
def reserved_websocket_routes(aws: Any) -> bool:
    refuses = "def handler(event, context): return {'statusCode': 403}"
    try:
        WebSocket(served(aws, "$default", source=refuses)).close()
    except RefusedError:
        return False
    return True


@check
def mocks_without_methods(aws: Any) -> bool:
    api = aws.client("apigatewayv2")
    made = api.create_api(Name=name(), ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.a")
    mock = api.create_integration(ApiId=made["ApiId"], IntegrationType="MOCK")
    return not mock.get("IntegrationMethod")
