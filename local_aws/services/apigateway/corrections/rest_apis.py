"""API Gateway REST APIs: where the engine differs from AWS."""

import copy
import json
import time
from contextvars import ContextVar
from typing import Any

from ministack.services import apigateway_v1

from local_aws.corrections import correction
from local_aws.services.apigateway import access_logs, execution_logs, openapi
from local_aws.services.apigateway.authorisation import may_write

Answer = tuple[int, dict[str, str], bytes]


@correction
def openapi_import() -> None:
    """AWS: ImportRestApi and PutRestApi read an OpenAPI body; a body it refuses changes nothing.

    MiniStack: both are unknown. https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html
    """
    v1, handle = apigateway_v1, apigateway_v1.handle_request
    stores = (v1._rest_apis, v1._resources, v1._models, v1._authorizers_v1, v1._gateway_responses)

    async def with_import(method: str, path: str, headers: Any, body: bytes, query: Any) -> Answer:
        parts = path.strip("/").split("/")
        mode = (query.get("mode") or [""])[0]
        if method == "PUT" and len(parts) == 2 and parts[0] == "restapis" and parts[1] in v1._rest_apis:
            return put(parts[1], body, overwrite=mode == "overwrite")
        if method == "POST" and parts == ["restapis"] and mode == "import":
            api_id = json.loads(v1._create_rest_api({})[2])["id"]
            status, head, content = put(api_id, body, overwrite=True)
            if status != 200:
                v1._delete_rest_api(api_id)
            return (201 if status == 200 else status), head, content
        answer: Answer = await handle(method, path, headers, body, query)
        return answer

    def put(api_id: str, body: bytes, *, overwrite: bool) -> Answer:
        v1._request_validators.setdefault(api_id, {})
        before = [(store, copy.deepcopy(store[api_id])) for store in (*stores, v1._request_validators)]
        try:
            openapi.load(api_id, openapi.parse(body), overwrite=overwrite)
        except openapi.InvalidBodyError as problem:
            for store, content in before:
                store[api_id] = content
            refused: Answer = v1._v1_error("BadRequestException", str(problem), 400)
            return refused
        answer: Answer = v1._v1_response(v1._rest_api_view(v1._rest_apis[api_id]))
        return answer

    apigateway_v1.handle_request = with_import


@correction
def logs_of_stages() -> None:
    """AWS: a stage logs each request. MiniStack: takes the settings only.

    See `access_logs` and `execution_logs`.
    """
    handle, execute = apigateway_v1._handle_execute_in_scope, apigateway_v1._execute_in_scope
    current: ContextVar[dict[str, Any]] = ContextVar("current")

    async def execute_noting(request: dict[str, Any], *args: Any) -> Any:
        response = await execute(request, *args)
        seen = current.get()
        seen.update(request)
        if isinstance(response, apigateway_v1._GatewayError):
            seen.update(error=response.message, error_type=response.response_type)
        return response

    async def handle_and_log(api: str, stage: str, method: str, path: str, *rest: Any) -> Answer:
        started, seen = time.time(), dict[str, Any]()
        current.set(seen)
        answer: Answer = await handle(api, stage, method, path, *rest)
        if seen.get("stage"):
            execution_logs.write(seen, method, answer[0])
            if may_write(seen["stage"]):
                access_logs.write(seen["stage"], access_logs.values(seen, method, path, answer, started))
        return answer

    apigateway_v1._execute_in_scope = execute_noting
    apigateway_v1._handle_execute_in_scope = handle_and_log


@correction
def stage_cache() -> None:
    """AWS: a stage tells the state of its cache. MiniStack: does not, and Terraform waits for it.

    https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html
    """
    create, update = apigateway_v1._create_stage, apigateway_v1._update_stage

    def with_state(api_id: str, stage_name: str, answer: Answer) -> Answer:
        stage = apigateway_v1._stages_v1.get(api_id, {}).get(stage_name)
        if stage is None or answer[0] >= 400:
            return answer
        stage["cacheClusterStatus"] = "AVAILABLE" if stage["cacheClusterEnabled"] else "NOT_AVAILABLE"
        told: Answer = apigateway_v1._v1_response(stage, answer[0])
        return told

    apigateway_v1._create_stage = lambda api_id, data: with_state(
        api_id, data.get("stageName", ""), create(api_id, data)
    )
    apigateway_v1._update_stage = lambda api_id, name, data: with_state(
        api_id, name, update(api_id, name, data)
    )


@correction
def cached_answers() -> None:
    """AWS: a stage keeps what GET methods answer, by their cache keys. MiniStack: takes the settings only.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """
    invoke = apigateway_v1._invoke_lambda_proxy_v1
    kept: dict[Any, tuple[float, Answer]] = {}

    def lifetime(stage: dict[str, Any], resource: str, method: str) -> float:
        """For how many seconds answers are kept."""
        settings = stage.get("methodSettings") or {}
        name = f"{resource.strip('/')}/{method}"
        found = settings.get(name) or settings.get(f"/{name}") or settings.get("*/*") or {}
        on = method == "GET" and stage.get("cacheClusterEnabled") and found.get("cachingEnabled")
        return float(found.get("cacheTtlInSeconds", 300)) if on else 0

    async def invoke_once(*args: Any, **more: Any) -> Answer:
        integration, api, name, stage, resource, _, method, headers, _, query, path = args
        seconds = lifetime(stage, resource["path"], method)
        parts = {"path": path or {}, "querystring": query or {}, "header": headers or {}}
        wanted = [key.split(".", 3)[2:] for key in integration.get("cacheKeyParameters") or []]
        key = (api, name, resource["id"], *(str(parts[where].get(part)) for where, part in wanted))
        if key in kept and kept[key][0] > time.time() and seconds:
            return kept[key][1]
        answer: Answer = await invoke(*args, **more)
        if seconds and answer[0] == 200:
            kept[key] = (time.time() + seconds, answer)
        return answer

    apigateway_v1._invoke_lambda_proxy_v1 = invoke_once


@correction
def domain_without_mutual_tls() -> None:
    """AWS: a domain name without mutual TLS does not mention it. MiniStack: it does, a change to Terraform.

    https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html
    """
    create = apigateway_v1._create_domain_name

    def create_domain_name(data: Any) -> Answer:
        answer: Answer = create(data)
        domain = apigateway_v1._domain_names.get(data.get("domainName", ""), {})
        if not domain.get("mutualTlsAuthentication"):
            domain.pop("mutualTlsAuthentication", None)
        return answer

    apigateway_v1._create_domain_name = create_domain_name


@correction
def api_key_without_a_value() -> None:
    """AWS: an empty value means "make one". MiniStack: refuses it as shorter than 20 characters.

    https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html
    """
    create = apigateway_v1._create_api_key
    apigateway_v1._create_api_key = lambda data: create({**data, "value": data.get("value") or None})


@correction
def changed_tags_of_rest_apis() -> None:
    """AWS: an API, a stage and what else has tags tell them as they are. MiniStack: as they were made.

    https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html
    """
    v1 = apigateway_v1
    tag, untag = v1._tag_v1_resource, v1._untag_v1_resource
    of_their_kind = {"restapis": v1._rest_apis, "apikeys": v1._api_keys, "usageplans": v1._usage_plans}
    of_their_kind |= {"domainnames": v1._domain_names}

    def tagged(arn: str) -> dict[str, Any] | None:
        kind, name, *rest = arn.partition("::/")[2].split("/")
        found: dict[str, Any] | None = of_their_kind[kind].get(name) if kind in of_their_kind else None
        if rest[:1] == ["stages"]:
            found = v1._stages_v1.get(name, {}).get(rest[1])
        return found

    def with_tags(arn: str, change: Any) -> Answer:
        found = tagged(arn)
        if found is not None:
            v1._v1_tags.setdefault(arn, dict(found.get("tags") or {}))
        answer: Answer = change(arn)
        if found is not None:
            found["tags"] = dict(v1._v1_tags[arn])
        return answer

    v1._tag_v1_resource = lambda arn, data: with_tags(arn, lambda found: tag(found, data))
    v1._untag_v1_resource = lambda arn, keys: with_tags(arn, lambda found: untag(found, keys))


@correction
def what_is_not_set_is_not_shown() -> None:
    """AWS: a plan without limits, a stage without a log, a mock's integration have no such members.

    MiniStack: empty ones, and a method that a mock does not have.
    https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlan.html
    https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html
    """
    v1 = apigateway_v1
    answer, put = v1._v1_response, v1._put_integration
    optional = ("accessLogSettings", "credentials", "quota", "throttle", "uri")

    def without(shown: Any) -> Any:
        if isinstance(shown, list):
            return [without(each) for each in shown]
        if not isinstance(shown, dict):
            return shown
        return {name: without(value) for name, value in shown.items() if value or name not in optional}

    def put_integration(api: str, resource: str, method: str, data: dict[str, Any]) -> Answer:
        if data.get("type") == "MOCK":
            data = {**data, "httpMethod": data.get("httpMethod")}
        answered: Answer = put(api, resource, method, data)
        return answered

    v1._v1_response = lambda data, status=200: answer(without(data), status)
    v1._put_integration = put_integration
