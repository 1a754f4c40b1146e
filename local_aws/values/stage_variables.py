"""Variables of a stage of API Gateway's.

https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html#apigw-CreateStage-request-variables
"""

import re
from collections.abc import Mapping

from local_aws.edge.errors import Refusal

_NAME = re.compile(r"\w+", re.ASCII)
_VALUE = re.compile(r"[A-Za-z0-9\-._~:/?#&=,]+")


def check(variables: Mapping[str, str]) -> Refusal | None:
    """Names of word characters, values of what a URL may have."""
    for name, value in variables.items():
        if not _NAME.fullmatch(name):
            return Refusal(
                "BadRequestException",
                f"Invalid stage variable name: {name}. Please use names with only word characters.",
            )
        if not _VALUE.fullmatch(value):
            return Refusal(
                "BadRequestException",
                f"Invalid stage variable value: {value}. Please use values with alphanumeric characters and "
                "the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.",
            )
    return None
