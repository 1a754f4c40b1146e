"""MSK: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import ACCOUNT, check, refused_as


@check
def configurations_that_are_gone(aws: Any) -> bool:
    arn = f"arn:aws:kafka:eu-west-1:{ACCOUNT}:configuration/gone/01234567-89ab-cdef-0123-456789abcdef-1"
    return refused_as(aws.client("kafka").describe_configuration, Arn=arn) == "BadRequestException"
