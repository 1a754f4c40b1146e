"""MSK: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name, refused_as


@check
def configurations_that_are_gone(aws: Any) -> bool:
    kafka = aws.client("kafka")
    place, made = kafka.create_configuration(Name=name(), ServerProperties=b"a=b")["Arn"].rsplit("/", 1)
    gone = f"{place}/{'0' * 8}{made[8:]}"
    return refused_as(kafka.describe_configuration, Arn=gone) == "BadRequestException"
