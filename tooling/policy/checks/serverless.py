"""Functions on systems that are still patched, and APIs that cannot be flooded."""

from tooling.policy.checks.versions import has_ended
from tooling.policy.rule import Block, Rule, Unknown

RUNTIME = Rule(
    "PLATFORM_LAMBDA_RUNTIME",
    "A function runs on a runtime that AWS still patches",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
)
THROTTLING = Rule(
    "PLATFORM_THROTTLING",
    "An API has a ceiling on its requests",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
)


@RUNTIME.on(
    "aws_lambda_function",
    fix='Write a runtime on Amazon Linux 2023, for example "python3.13", and test against it.',
)
def runtime(function: Block) -> bool:
    return not has_ended("lambda", function.get("runtime"))


@THROTTLING.on(
    "aws_apigatewayv2_stage",
    fix="Write default_route_settings { throttling_rate_limit = … throttling_burst_limit = … }.",
)
def http_stage(stage: Block) -> bool:
    routes = "default_route_settings"
    return all(stage.number(f"{routes}.throttling_{limit}_limit") > 0 for limit in ("rate", "burst"))


@THROTTLING.on(
    "aws_api_gateway_stage",
    fix='Add aws_api_gateway_method_settings for method_path "*/*" with throttling limits.',
)
def rest_stage(stage: Block) -> bool:
    if stage.beside("aws_api_gateway_method_settings"):
        raise Unknown
    return False


@THROTTLING.on(
    "aws_api_gateway_method_settings",
    fix="Write settings { throttling_rate_limit = … throttling_burst_limit = … }.",
)
def rest_methods(settings: Block) -> bool:
    if settings.get("method_path") != "*/*":
        return True
    return all(settings.number(f"settings.throttling_{limit}_limit") > 0 for limit in ("rate", "burst"))
