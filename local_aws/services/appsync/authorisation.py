"""AppSync: its data sources act as their roles, and functions let its authorizers in."""

from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import appsync

from local_aws.authorisation import acting, deliveries, rights
from local_aws.corrections import correction
from local_aws.services.lambda_.authorisation import arn_of, call_denied

Json = dict[str, Any]
_SESSION = "APPSYNC_ASSUME_ROLE"


@correction
def rights_of_graphql_apis() -> None:
    """AWS: a data source's role, which AppSync assumes, must be allowed what the resolver asks for.

    MiniStack: uses every table, function and bus.
    https://docs.aws.amazon.com/appsync/latest/devguide/security_iam_service-with-iam.html
    https://docs.aws.amazon.com/appsync/latest/devguide/cross-service-confused-deputy-prevention.html
    https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization
    """
    authorizer = appsync._invoke_lambda_authorizer

    def authorize_if_permitted(api: str, settings: Json, headers: Any, **more: Any) -> Any:
        sender = deliveries.Sender.as_itself("appsync", _api(api))
        if (function := settings.get("authorizerUri")) and call_denied(sender, function):
            raise appsync._AuthorizerRejected("authorizer invocation failed")
        return authorizer(api, settings, headers, **more)

    appsync._invoke_lambda_authorizer = authorize_if_permitted
    for kind, needed in _NEEDED.items():
        if kind in appsync._DATA_SOURCE_HANDLERS:
            handler = appsync._DATA_SOURCE_HANDLERS[kind]
            appsync._DATA_SOURCE_HANDLERS[kind] = _permitted(handler, needed)


def _api(api: str) -> str:
    return f"arn:aws:appsync:{get_region()}:{get_account_id()}:apis/{api}"


def _permitted(
    handler: Callable[..., Any], needed: Callable[[Json, Json], tuple[str, str, str]]
) -> Callable[..., Any]:
    def handle_if_permitted(api: str, source: Json, asked: Any, context: Json) -> Any:
        service, action, resource = needed(source, asked if isinstance(asked, dict) else {})
        role = source.get("serviceRoleArn") or ""
        if not role or not rights.may_assume("appsync", role, rights.source(_api(api))).allowed:
            raise appsync._AppSyncResolverError(f"Unable to assume role {role}.", "UnauthorizedException")
        sender = deliveries.Sender.as_role(role, _SESSION)
        if denial := deliveries.denied(sender, resource, action):
            text = acting.message(sender.principal, action, resource, denial)
            raise appsync._AppSyncResolverError(text, f"{service}:AccessDeniedException")
        return handler(api, source, asked, context)

    return handle_if_permitted


def _of_table(source: Json, asked: Json) -> tuple[str, str, str]:
    settings = source["dynamodbConfig"]
    region = settings.get("awsRegion") or get_region()
    arn = f"arn:aws:dynamodb:{region}:{get_account_id()}:table/{settings['tableName']}"
    index = asked.get("index")
    action = f"dynamodb:{asked.get('operation', 'GetItem')}"
    return "DynamoDB", action, f"{arn}/index/{index}" if index else arn


def _of_function(source: Json, _: Json) -> tuple[str, str, str]:
    return "Lambda", "lambda:InvokeFunction", arn_of(source["lambdaConfig"]["lambdaFunctionArn"])


def _of_bus(source: Json, _: Json) -> tuple[str, str, str]:
    return "EventBridge", "events:PutEvents", source["eventBridgeConfig"]["eventBusArn"]


_NEEDED: dict[str, Callable[[Json, Json], tuple[str, str, str]]] = {
    "AMAZON_DYNAMODB": _of_table,
    "AWS_LAMBDA": _of_function,
    "AMAZON_EVENTBRIDGE": _of_bus,
}
