"""API Gateway HTTP APIs: services and addresses that routes lead to, where the engine differs from AWS."""

import json
import re
from contextvars import ContextVar
from typing import Any

from ministack.services import apigateway

from local_aws.corrections import correction
from local_aws.services.apigateway import calling

Answer = tuple[int, dict[str, str], bytes]
Record = dict[str, Any]
_JSON = {"Content-Type": "application/json"}


def _message(given: Record) -> Record:
    return {**given, "QueueUrl": calling.queue_address(given.get("QueueUrl", "/"))}


def _small(given: Record) -> Record:
    return {name[0].lower() + name[1:]: value for name, value in given.items()}


# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
_CALLS: dict[str, tuple[str, str, Any]] = {
    "EventBridge-PutEvents": ("events", "PutEvents", lambda given: {"Entries": [given]}),
    "SQS-SendMessage": ("sqs", "SendMessage", _message),
    "StepFunctions-StartExecution": ("stepfunctions", "StartExecution", _small),
    "StepFunctions-StartSyncExecution": ("stepfunctions", "StartSyncExecution", _small),
}


@correction
def services_of_http_apis() -> None:
    """AWS: an integration with a subtype calls a service, with its role and parameters.

    MiniStack: takes it for one with a function.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
    """
    invoke, create = apigateway._invoke_lambda_proxy, apigateway._create_integration

    def create_integration(api_id: str, data: Record) -> Answer:
        answer: Answer = create(api_id, data)
        if answer[0] < 400 and data.get("integrationSubtype"):
            made = apigateway._integrations[api_id][json.loads(answer[2])["integrationId"]]
            for name in ("integrationMethod", "integrationUri"):
                made.pop(name, None)
            answer = apigateway._apigw_response(made, answer[0])
        return answer

    async def invoke_service(integration: Record, *args: Any, **more: Any) -> Answer:
        subtype = integration.get("integrationSubtype")
        if not subtype:
            answer: Answer = await invoke(integration, *args, **more)
            return answer
        api, stage, _, _, headers, body, query, _, path_params = args
        seen = {
            "request_headers": headers,
            "request_query": query or {},
            "path_params": path_params or {},
            "context_vars": {"stage": stage},
            "stage_vars": apigateway._get_stage_variables(api, stage),
        }
        given = {
            name: _value(value, body, seen)
            for name, value in (integration.get("requestParameters") or {}).items()
        }
        if subtype not in _CALLS:
            return 501, _JSON, json.dumps({"message": f"The local AWS does not call {subtype}"}).encode()
        service, operation, shape = _CALLS[subtype]
        region = given.pop("Region", None) or more["owner_region"]
        parameters = shape({name: value for name, value in given.items() if value is not None})
        said = await calling.called(integration.get("credentialsArn"), service, operation, parameters, region)
        if said is None:
            return 500, _JSON, b'{"message":"Internal Server Error"}'
        return said[0], dict(_JSON), said[1].encode()

    apigateway._create_integration = create_integration
    apigateway._invoke_lambda_proxy = invoke_service


@correction
def addresses_of_http_integrations() -> None:
    """AWS: a request goes to the address of its integration, with the path's parameters put in.

    MiniStack: to the address with the request's path behind it.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
    """
    mapped, forward = apigateway._apply_request_parameter_mappings, apigateway._invoke_http_proxy
    current: ContextVar[Record] = ContextVar("current")

    def map_noting(integration: Record, **request: Any) -> Any:
        current.set(request["path_params"])
        return mapped(integration, **request)

    async def forward_there(integration: Record, path: str, *request: Any) -> Answer:
        if integration.get("connectionType") != "VPC_LINK":
            known = current.get({})
            address = re.sub(
                r"\{(\w+)\+?\}", lambda found: known.get(found[1], ""), integration.get("integrationUri", "")
            )
            integration, path = {**integration, "integrationUri": address}, ""
        answer: Answer = await forward(integration, path, *request)
        return answer

    apigateway._apply_request_parameter_mappings = map_noting
    apigateway._invoke_http_proxy = forward_there


def _value(value: str, body: bytes, seen: Record) -> str | None:
    """What a parameter's expression makes of a request.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
    """
    if not value.startswith("$request.body"):
        found = apigateway._resolve_mapping_value(value, **seen)
        return None if found is None else str(found)
    text = body.decode(errors="replace") if body else ""
    try:
        part: Any = json.loads(text) if value != "$request.body" else text
    except ValueError:
        return None
    for name in value.removeprefix("$request.body").strip(".").split(".") if part is not text else ():
        part = part.get(name) if isinstance(part, dict) else None
    return part if isinstance(part, str) else None if part is None else json.dumps(part)
