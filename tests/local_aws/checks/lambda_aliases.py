"""Lambda: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, deploy


def _versions(aws: Any, function: str) -> Any:
    """The function's client, with two versions published."""
    client = aws.client("lambda")
    client.publish_version(FunctionName=function)
    client.update_function_configuration(FunctionName=function, Description="next")
    client.publish_version(FunctionName=function)
    return client


@check
def weighted_aliases(aws: Any) -> bool:
    function = deploy(aws, "def handler(event, context): return context.function_version")
    client = _versions(aws, function)
    client.create_alias(
        FunctionName=function,
        Name="live",
        FunctionVersion="1",
        RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}},
    )
    answers = [client.invoke(FunctionName=function, Qualifier="live") for _ in range(30)]
    reached = {(answer["ExecutedVersion"], answer["Payload"].read()) for answer in answers}
    described = {
        client.get_function_configuration(FunctionName=function, Qualifier="live")["Version"]
        for _ in range(20)
    }
    return reached == {("1", b'"1"'), ("2", b'"2"')} and described == {"1"}


@check
def concurrency_of_aliases(aws: Any) -> bool:
    function = deploy(aws, "def handler(event, context): pass")
    client = _versions(aws, function)
    client.create_alias(FunctionName=function, Name="live", FunctionVersion="2")
    client.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    try:
        client.invoke(FunctionName=function, Qualifier="live")
    except client.exceptions.TooManyRequestsException:
        return True
    return False
