"""API Gateway's REST APIs: what answers a request, where the engine differs from AWS."""

import json
from base64 import b64decode, b64encode
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from ministack.services import apigateway_v1

from local_aws import velocity
from local_aws.corrections import correction

Answer = tuple[int, dict[str, str], bytes]
Record = dict[str, Any]


@correction
def templates_of_service_calls() -> None:
    """AWS: templates in VTL shape what a service is asked and answers, and may override status and headers.

    MiniStack: knows references and `#set`, no conditions, and overrides nothing.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    """
    v1 = apigateway_v1
    render, respond = v1._render_request_template_v1, v1._service_integration_response

    def render_whole(template: str, body: str, params: Record, context: Record | None = None) -> str:
        try:
            made = velocity.text(template, _named(params, body, {} if context is None else context))
        except (velocity.TemplateError, ValueError):
            made = render(template, body, params, context)
        return made

    def respond_overriding(
        integration: Record,
        status: int,
        text: str,
        accept: str,
        params: Record,
        context: Record | None = None,
    ) -> Any:
        context = {} if context is None else context
        return _overridden(respond(integration, status, text, accept, params, context), context)

    v1._render_request_template_v1, v1._service_integration_response = render_whole, respond_overriding


@correction
def templates_of_mock_answers() -> None:
    """AWS: the answer of a mock is made by its template in VTL, which may override status and headers.

    MiniStack: answers with the template itself.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
    """
    execute, mock = apigateway_v1._execute_in_scope, apigateway_v1._invoke_mock_v1
    current: ContextVar[Record] = ContextVar("current")

    async def execute_noting(request: Record, *args: Any) -> Any:
        current.set(request)
        return await execute(request, *args)

    def mock_made(integration: Record) -> Any:
        status, headers, body = mock(integration)
        text = body.decode()
        if "#" not in text and "$" not in text:
            return status, headers, body
        names = _names(current.get())
        try:
            made = velocity.text(text, names)
        except velocity.TemplateError:
            return apigateway_v1._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
        return _overridden((status, headers, made.encode()), names["context"])

    apigateway_v1._execute_in_scope = execute_noting
    apigateway_v1._invoke_mock_v1 = mock_made


def _names(request: Record) -> Record:
    """What a template finds of a request.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    """
    query = {
        name: values[0] if isinstance(values, list) else values
        for name, values in (request["query_params"] or {}).items()
    }
    found = {**request["headers"], **query, **request["path_params"]}
    return _named(found, "", {"requestId": request["request_id"], "stage": request["stage_name"]})


def _named(params: Record, body: str, context: Record) -> Record:
    def at(path: str) -> Any:
        return apigateway_v1._vtl_json_path(body, path)

    given = {
        "body": body,
        "json": lambda path: json.dumps(at(path), separators=(",", ":"), ensure_ascii=False),
        "params": lambda *name: params.get(name[0], "") if name else params,
        "path": at,
    }
    return {"context": context, "input": given, "util": _UTIL}


def _overridden(answer: Answer, context: Record) -> Answer:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html"""
    status, headers, body = answer
    override = context.get("responseOverride") or {}
    more = {name: str(value) for name, value in override.get("header", {}).items()}
    return int(override.get("status", status)), {**headers, **more}, body


def _escaped(text: Any) -> str:
    """As JavaScript has it in a string: single quotes and slashes, too."""
    return json.dumps(str(text))[1:-1].replace("'", "\\'").replace("/", "\\/")


_UTIL: Record = {
    "base64Decode": lambda text: b64decode(text).decode(),
    "base64Encode": lambda text: b64encode(text.encode()).decode(),
    "escapeJavaScript": _escaped,
    "parseJson": json.loads,
    "urlDecode": unquote_plus,
    "urlEncode": lambda text: quote_plus(str(text)),
}
