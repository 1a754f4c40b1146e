"""API Gateway's REST APIs: integrations with services of AWS, where the engine differs from AWS."""

import json
from typing import Any

from ministack.services import apigateway_v1

from local_aws.corrections import correction
from local_aws.services.apigateway import calling

Record = dict[str, Any]
# boto3's names of services, where their name in an integration's URI is another.
_NAMES = {"states": "stepfunctions"}


@correction
def services_of_rest_apis() -> None:
    """AWS: an integration calls the action of a service that its URI names, with its role, by its template.

    MiniStack: knows SQS; takes the URI of any other for a function.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html
    """
    v1 = apigateway_v1
    custom = v1._invoke_lambda_custom_v1

    async def invoke(
        integration: Record,
        api: str,
        stage_name: str,
        stage: Any,
        resource: Any,
        path: str,
        method: str,
        headers: Record,
        body: bytes,
        query: Record,
        path_params: Record,
        **more: Any,
    ) -> Any:
        spec = v1._parse_service_integration_uri(integration.get("uri", ""))
        if not spec or spec[1] == "lambda" or spec[2] != "action":
            place = (api, stage_name, stage, resource, path, method, headers, body, query, path_params)
            return await custom(integration, *place, **more)
        region, service, _, operation = spec
        flat = {name: value[0] if isinstance(value, list) else value for name, value in (query or {}).items()}
        params = {**headers, **flat, **(path_params or {})}
        context = {"authorizer": more.get("authorizer_context") or {}}
        text = body.decode(errors="replace") if body else ""
        media = (v1._header_ci(headers, "content-type") or "application/json").split(";")[0].strip().lower()
        template = (integration.get("requestTemplates") or {}).get(media)
        if template is not None:
            text = v1._render_request_template_v1(template, text, params, context)
        try:
            asked = json.loads(text)
        except ValueError:
            answer: tuple[int, str] | None = (400, '{"__type":"SerializationException"}')
        else:
            name = _NAMES.get(service, service)
            answer = await calling.called(integration.get("credentials"), name, operation, asked, region)
        if answer is None:
            return v1._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
        accept = (v1._header_ci(headers, "accept") or "application/json").split(",")[0].split(";")[0].strip()
        return v1._service_integration_response(integration, *answer, accept, params, context)

    v1._invoke_lambda_custom_v1 = invoke
