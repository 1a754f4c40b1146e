"""What a REST API asks IAM: who may call it, and whether it may call and log."""

from typing import Any

from ministack.core.arn import execute_api_arn
from ministack.services import apigateway_v1, sqs

from local_aws.authorisation import acting, denials, rights
from local_aws.authorisation.evaluation import Decision, Principal
from local_aws.corrections import correction
from local_aws.services.apigateway.authorisation import (
    NO_ROLE,
    NO_STREAM,
    STREAMS,
    as_role,
    call_denied,
    may_log,
    of_api,
    role_of_account,
    stream_of,
)

_ANYBODY = Principal("anonymous", "", "")
_FROM_HERE = {"aws:SourceIp": "127.0.0.1", "aws:SecureTransport": "true"}


@correction
def rights_of_rest_apis() -> None:
    """AWS: a function's policy must let the method in, or the integration's role must. Else 500.

    MiniStack: calls every function, and every queue.
    https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-permissions
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-invalid-response.html
    """
    v1 = apigateway_v1
    proxy, custom, queue = v1._invoke_lambda_proxy_v1, v1._invoke_lambda_custom_v1, v1._invoke_sqs_v1
    authorizer, dispatch = v1._invoke_authorizer_lambda, sqs._dispatch
    misconfigured = v1._gw_error("API_CONFIGURATION_ERROR", "Internal server error")

    def permitted(invoke: Any) -> Any:
        async def invoke_if_permitted(
            integration: Any,
            api: str,
            name: str,
            stage: Any,
            resource: Any,
            path: str,
            method: str,
            *args: Any,
            **more: Any,
        ) -> Any:
            function = v1._extract_lambda_ref_from_integration_uri(integration.get("uri", ""))
            place = (more["owner_region"], more["owner_account_id"], api, name, method, resource["path"])
            if call_denied(function, execute_api_arn(*place), integration.get("credentials")):
                return misconfigured
            return await invoke(integration, api, name, stage, resource, path, method, *args, **more)

        return invoke_if_permitted

    async def invoke_queue_as_role(integration: Any, *args: Any, **more: Any) -> Any:
        role = integration.get("credentials")
        if not role or not rights.may_assume("apigateway", role).allowed:
            return misconfigured
        with acting.acting_as(as_role(role).principal):
            return await queue(integration, *args, **more)

    async def dispatch_if_allowed(action: str, data: Any, url: str) -> Any:
        principal = acting.current()
        attributes = (sqs._queues.get(url) or {}).get("attributes", {})
        resource = attributes.get("QueueArn", "*")
        if decision := acting.denied(f"sqs:{action}", resource):
            text = acting.message(principal or _ANYBODY, f"sqs:{action.lower()}", resource, decision)
            raise sqs._Err("AccessDenied", text, 403)
        return await dispatch(action, data, url)

    async def authorize_if_permitted(settings: Any, event: Any, account: str, region: str) -> Any:
        api = event["methodArn"].split(":", 5)[5].partition("/")[0]
        source = f"arn:aws:execute-api:{region}:{account}:{api}/authorizers/{settings['id']}"
        function = v1._extract_lambda_ref_from_integration_uri(settings.get("authorizerUri", ""))
        if call_denied(function, source, settings.get("authorizerCredentials")):
            return None
        return await authorizer(settings, event, account, region)

    v1._invoke_lambda_proxy_v1, v1._invoke_lambda_custom_v1 = permitted(proxy), permitted(custom)
    v1._invoke_sqs_v1, v1._invoke_authorizer_lambda = invoke_queue_as_role, authorize_if_permitted
    sqs._dispatch = dispatch_if_allowed


@correction
def resource_policies_of_rest_apis() -> None:
    """AWS: an API's policy counts beside every kind of authorization. MiniStack: beside none and IAM's.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
    """
    authorize = apigateway_v1._authorize_request_v1

    def anonymous_error(api: str, stage: str, method: str, path: str, account: str, region: str) -> Any:
        arn = execute_api_arn(region, account, api, stage, method, path)
        if not of_api(arn):
            return None
        decision = rights.authorise(_ANYBODY, "execute-api:Invoke", arn, _FROM_HERE)
        return None if decision.allowed else _refusal(arn, account, decision)

    async def authorize_by_policy(
        api: str, stage: str, asked: Any, method: str, path: str, resource: Any, *args: Any
    ) -> Any:
        account, region = args[-2:]
        arn = execute_api_arn(region, account, api, stage, method, path)
        kind = (asked.get("authorizationType") or "NONE").upper()
        if kind in ("CUSTOM", "COGNITO_USER_POOLS") and of_api(arn):
            decision = rights.authorise(_ANYBODY, "execute-api:Invoke", arn, _FROM_HERE)
            # What an authorizer allows, the policy need not; a user pool allows nothing by itself.
            if decision.reason == "explicit deny" or (kind != "CUSTOM" and not decision.allowed):
                return _refusal(arn, account, decision), None
        return await authorize(api, stage, asked, method, path, resource, *args)

    apigateway_v1._anonymous_policy_error = anonymous_error
    apigateway_v1._authorize_request_v1 = authorize_by_policy


def _refusal(arn: str, account: str, decision: Decision) -> Any:
    shown = arn.replace(f":{account}:", f":********{account[-4:]}:", 1)
    explicit = decision.reason == "explicit deny"
    text = denials.message(
        "anonymous", "execute-api:Invoke", shown, explicit=explicit, policy="resource-based"
    )
    return apigateway_v1._gw_error("ACCESS_DENIED", text)


@correction
def role_for_logs() -> None:
    """AWS: stages log with one role of the account, which must be there and be allowed to. MiniStack: anyhow.

    To Firehose they log with API Gateway's own role, which may write to its own streams alone.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-logging-to-kinesis.html
    """
    v1 = apigateway_v1
    update, change = v1._update_account, v1._update_stage

    def update_account(asked: Any) -> Any:
        for operation in asked.get("patchOperations", []):
            role = operation.get("path") == "/cloudwatchRoleArn" and operation.get("value")
            if role and not may_log(role):
                return _refused(
                    "The role ARN does not have required permissions configured. Please grant trust"
                    " permission for API Gateway and add the required role policy."
                )
        return update(asked)

    def change_stage(api: str, name: str, asked: Any) -> Any:
        logs = [
            operation["value"]
            for operation in asked.get("patchOperations", [])
            if operation.get("path", "").endswith(("/destinationArn", "/logging/loglevel"))
            and operation.get("op") != "remove"
            and operation.get("value") not in (None, "", "OFF")
        ]
        streams = list(filter(None, map(stream_of, logs)))
        if any(not stream.startswith(STREAMS) for stream in streams):
            return _refused(NO_STREAM)
        return (
            _refused(NO_ROLE)
            if len(logs) > len(streams) and not role_of_account()
            else change(api, name, asked)
        )

    v1._update_account, v1._update_stage = update_account, change_stage


def _refused(message: str) -> Any:
    return apigateway_v1._v1_error("BadRequestException", message, 400)
