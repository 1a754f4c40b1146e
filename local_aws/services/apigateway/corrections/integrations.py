"""API Gateway's REST APIs: what answers a request, where the engine differs from AWS."""

from contextvars import ContextVar
from typing import Any

from ministack.services import apigateway_v1

from local_aws.corrections import correction
from local_aws.services.appsync import templates

Answer = tuple[int, dict[str, str], bytes]
Record = dict[str, Any]


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
            made = templates.text(text, names)
        except templates.TemplateError:
            return apigateway_v1._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
        override = names["context"].get("responseOverride") or {}
        headers = {**headers, **{name: str(value) for name, value in override.get("header", {}).items()}}
        return int(override.get("status", status)), headers, made.encode()

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
    context = {"requestId": request["request_id"], "stage": request["stage_name"]}
    return {"input": {"params": lambda name: found.get(name, "")}, "context": context}
