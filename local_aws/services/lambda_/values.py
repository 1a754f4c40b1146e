"""Lambda: values that it refuses and that its model allows."""

import json
from collections.abc import Mapping
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, event_patterns, values

# Runtimes that functions may neither be created nor updated with any more.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtimes-deprecated
_ENDED = {
    "dotnet6": "dotnet8",
    "dotnetcore1.0": "dotnet8",
    "dotnetcore2.0": "dotnet8",
    "dotnetcore2.1": "dotnet8",
    "dotnetcore3.1": "dotnet8",
    "go1.x": "provided.al2023",
    "java8": "java21",
    "nodejs": "nodejs22.x",
    "nodejs4.3": "nodejs22.x",
    "nodejs4.3-edge": "nodejs22.x",
    "nodejs6.10": "nodejs22.x",
    "nodejs8.10": "nodejs22.x",
    "nodejs10.x": "nodejs22.x",
    "nodejs12.x": "nodejs22.x",
    "nodejs14.x": "nodejs22.x",
    "nodejs16.x": "nodejs22.x",
    "provided": "provided.al2023",
    "python2.7": "python3.13",
    "python3.6": "python3.13",
    "python3.7": "python3.13",
    "python3.8": "python3.13",
    "ruby2.5": "ruby3.4",
    "ruby2.7": "ruby3.4",
}
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_MOST_LAYERS = 5
_LONGEST = 900  # seconds
_MOST_MEMORY = 10_240  # MB
_ENVIRONMENT = 4096  # bytes
_CONCURRENCY, _UNRESERVED = 1000, 100
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
_RESERVED = frozenset(
    {
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
    }
)
# The most records in a batch: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
_FIFO = 10
_UNWAITED = 10  # messages of a queue that no batching window is needed for


@values("CreateFunction", "UpdateFunctionConfiguration")
def runtime(request: Request) -> Refusal | None:
    """A runtime that is still offered."""
    asked = request.parameters.get("Runtime", "")
    if asked not in _ENDED:
        return None
    doing = "creating or updating" if request.operation == "CreateFunction" else "updating"
    return _invalid(
        f"The runtime parameter of {asked} is no longer supported for {doing} AWS Lambda functions. We "
        f"recommend you use a supported runtime while creating or updating functions: {_ENDED[asked]}."
    )


@values("CreateFunction", "UpdateFunctionConfiguration")
def size(request: Request) -> Refusal | None:
    """The model has the larger limits of functions on instances of the account's own."""
    given = request.parameters
    if given.get("CapacityProviderConfig"):
        return None
    for name, most in (("timeout", _LONGEST), ("memorySize", _MOST_MEMORY)):
        if (asked := given.get(name[0].upper() + name[1:], most)) > most:
            return Refusal(
                "ValidationException",
                f"1 validation error detected: Value '{asked}' at '{name}' failed to satisfy constraint: "
                f"Member must have value less than or equal to {most}",
            )
    return None


@values("CreateFunction")
def package(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""
    given = request.parameters
    if given.get("PackageType", "Zip") == "Image":
        if given.get("Runtime") or given.get("Handler") or given.get("Layers"):
            return _invalid(
                "Please don't provide Handler or Runtime or Layer when the intended function PackageType is "
                "Image."
            )
        return None
    if not given.get("Runtime"):
        return _invalid(
            "Runtime is mandatory if the function is created with deployment package using ZIP archive"
        )
    if not given.get("Handler") and not given["Runtime"].startswith("provided"):
        return _invalid(
            "Runtime and Handler are mandatory parameters for functions created with deployment packages."
        )
    return None


@values("CreateFunction", "UpdateFunctionConfiguration")
def layers(request: Request) -> Refusal | None:
    """Five at most, and each once."""
    asked = request.parameters.get("Layers", [])
    if len(asked) > _MOST_LAYERS:
        return _invalid("Cannot reference more than 5 layers.")
    stems = [arn.rpartition(":")[0] for arn in asked]
    if len(set(stems)) < len(stems):
        return _invalid(
            "Two different versions of the same layer are not allowed to be referenced in the same function."
        )
    return None


@values("CreateFunction", "UpdateFunctionConfiguration")
def environment(request: Request) -> Refusal | None:
    """4 KB of it, and none of Lambda's own names."""
    variables: Mapping[str, str] = request.parameters.get("Environment", {}).get("Variables", {})
    if taken := sorted(variables.keys() & _RESERVED):
        return _invalid(
            "Lambda was unable to configure your environment variables because the environment variables you "
            "have provided contains reserved keys that are currently not supported for modification. "
            f"Reserved keys used in this request: {', '.join(taken)}"
        )
    written = json.dumps(dict(variables), separators=(",", ":"), ensure_ascii=False)
    if variables and len(written.encode()) > _ENVIRONMENT:
        return _invalid(
            "Lambda was unable to configure your environment variables because the environment variables you "
            f"have provided exceeded the 4KB limit. String measured: {written}"
        )
    return None


@values("PutFunctionConcurrency")
def reserved_concurrency(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html

    That other functions of the account have reserved some is not looked at.
    """
    if request.parameters["ReservedConcurrentExecutions"] <= _CONCURRENCY - _UNRESERVED:
        return None
    return _invalid(
        "Specified ReservedConcurrentExecutions for function decreases account's "
        f"UnreservedConcurrentExecution below its minimum value of [{_UNRESERVED}]."
    )


@values("CreateEventSourceMapping")
def batch(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"""
    given = request.parameters
    source, size = given.get("EventSourceArn", ""), given.get("BatchSize")
    if size is None:
        return None
    if ":sqs:" in source:
        window = given.get("MaximumBatchingWindowInSeconds", 0)
        if source.endswith(".fifo") and size > _FIFO:
            return _invalid(f"Maximum batch size for FIFO queues is {_FIFO}.")
        if size > _UNWAITED and not window:
            return _invalid(
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater "
                "than 10"
            )
    return None


@values("CreateEventSourceMapping", "UpdateEventSourceMapping")
def filters(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"""
    criteria: list[Mapping[str, Any]] = request.parameters.get("FilterCriteria", {}).get("Filters", [])
    for each in criteria:
        try:
            event_patterns.check(each.get("Pattern", ""))
        except event_patterns.PatternError as error:
            return _invalid(f"Invalid filter pattern definition. ({error})")
    return None


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterValueException", message)
