"""Functions, APIs and state machines."""

from collections.abc import Iterator

from tooling.cost.rules import Case, Part, priced


def _chip(case: Case) -> str:
    return "arm" if "arm64" in (case.values.get("architectures") or []) else "x86"


@priced("aws_lambda_function")
def function(case: Case) -> Iterator[Part]:
    """Requests, and GB-seconds of their duration."""
    yield case.used("lambda.request", "requests")
    gb = case.number("memory_size", 128) / 1024
    yield case.product(f"lambda.gb_second.{_chip(case)}", "requests", "duration_ms", gb / 1000)


@priced("aws_lambda_provisioned_concurrency_config")
def provisioned(case: Case) -> Iterator[Part]:
    """GB-seconds kept ready, of the function beside it."""
    functions = case.beside("aws_lambda_function")
    if not functions:
        yield Part("lambda.provisioned.x86", None, "the function is not in the plan")
        return
    chip = "arm" if "arm64" in (functions[0].get("architectures") or []) else "x86"
    gb = float(functions[0].get("memory_size") or 128) / 1024
    seconds = case.usage.get("hours", 730) * 3600
    kept = case.number("provisioned_concurrent_executions")
    yield Part(f"lambda.provisioned.{chip}", kept * gb * seconds)


@priced("aws_api_gateway_rest_api")
def rest(case: Case) -> Iterator[Part]:
    """Requests, and what they send to the internet."""
    yield case.used("apigateway.rest", "requests")
    if "response_kb" in case.usage:
        yield case.product("transfer.internet_out", "requests", "response_kb", 1 / 1024**2)


@priced("aws_api_gateway_stage")
def stage(case: Case) -> Iterator[Part]:
    """The cache, where there is one."""
    if case.values.get("cache_cluster_enabled"):
        yield case.hours(f"apigateway.cache.{case.values.get('cache_cluster_size')}")


@priced("aws_apigatewayv2_api")
def api(case: Case) -> Iterator[Part]:
    """HTTP: requests of up to 512 KB. WebSocket: messages of up to 32 KB, and minutes of connections."""
    if case.values.get("protocol_type") == "WEBSOCKET":
        yield case.used("apigateway.message", "messages")
        yield case.used("apigateway.minute", "connection_minutes")
    else:
        yield case.used("apigateway.http", "requests")


@priced("aws_sfn_state_machine")
def state_machine(case: Case) -> Iterator[Part]:
    """Standard: each transition. Express: executions, and GB-seconds of at least 64 MB."""
    if case.values.get("type") == "EXPRESS":
        yield case.used("states.express_request", "executions")
        gb = case.usage.get("memory_mb", 64) / 1024
        yield case.product("states.express_gb_second", "executions", "duration_ms", gb / 1000)
    else:
        yield case.product("states.transition", "executions", "transitions")


@priced("aws_appsync_graphql_api")
def graphql(case: Case) -> Iterator[Part]:
    """Queries and mutations; with subscriptions, messages and minutes too."""
    yield case.used("appsync.request", "requests")
    if "messages" in case.usage:
        yield case.used("appsync.message", "messages")
        yield case.used("appsync.minute", "connection_minutes")


@priced("aws_appsync_api_cache")
def graphql_cache(case: Case) -> Iterator[Part]:
    """By size, which the table does not have."""
    yield Part(f"appsync.cache.{case.values.get('type')}", None, "the price of this cache")
