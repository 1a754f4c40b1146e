"""Lambda: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, deploy, invoke


@check
def function_errors(aws: Any) -> bool:
    failing = deploy(
        aws,
        "import os\nclass Broken(Exception): pass\n"
        "def handler(event, context): raise Broken(str(os.getpid()))",
    )
    first, second = invoke(aws, failing), invoke(aws, failing)
    missing = invoke(aws, deploy(aws, "import not_there\ndef handler(event, context): pass"))
    unnamed = invoke(aws, deploy(aws, "def other(event, context): pass"))
    return (
        first["errorType"] == "Broken"
        and "raise Broken" in "".join(first["stackTrace"])
        and first["errorMessage"] == second["errorMessage"]  # the same process: no cold start
        and missing["errorType"] == "Runtime.ImportModuleError"
        and missing["errorMessage"] == "Unable to import module 'f': No module named 'not_there'"
        and unnamed["errorType"] == "Runtime.HandlerNotFound"
    )


@check
def function_environment(aws: Any) -> bool:
    seen = invoke(
        aws,
        deploy(
            aws,
            "import os\ndef handler(event, context): return dict(os.environ)",
            Environment={"Variables": {"LOG_LEVEL": "mine"}},
        ),
    )
    return (
        seen["LOG_LEVEL"] == "mine"
        and seen["AWS_ENDPOINT_URL"] == aws.url
        and seen["AWS_EXECUTION_ENV"].startswith("AWS_Lambda_python3.")
        and not {"GATEWAY_PORT", "MOTO_ACCOUNT_ID", "DOCKER_HOST"} & seen.keys()
    )


@check
def authorities_that_functions_trust(aws: Any) -> bool:
    source = (
        "import ssl\ndef handler(event, context):\n"
        "    trusted = ssl.create_default_context().get_ca_certs()\n"
        "    return [dict(part[0] for part in each['subject']).get('commonName') for each in trusted]"
    )
    return "MiniStack ElastiCache Root CA" in invoke(aws, deploy(aws, source))


@check
def length_of_a_functions_policy(aws: Any) -> bool:
    functions, called = aws.client("lambda"), deploy(aws, "def handler(event, context): pass")
    added, message = 0, ""
    try:
        for number in range(100):
            functions.add_permission(
                FunctionName=called,
                StatementId=f"s{number}-{'x' * 90}",
                Action="lambda:InvokeFunction",
                Principal="sns.amazonaws.com",
                SourceArn=f"arn:aws:sns:eu-west-1:000000000000:{'x' * 200}",
            )
            added += 1
    except functions.exceptions.PolicyLengthExceededException as error:
        message = error.response["Error"]["Message"]
    kept = functions.get_policy(FunctionName=called)["Policy"]
    return (
        message.startswith("The final policy size (")
        and message.endswith(") is bigger than the limit (20480).")
        and kept.count('"Sid"') == added
        and len(kept) > 20_000
    )
