"""What spans services: whether a local AWS does as AWS does."""

from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from tests.local_aws.checks import check


@check
def calls_that_moto_lacks(aws: Any) -> bool:
    once = Config(retries={"total_max_attempts": 1})
    asked = (
        (aws.client("ec2", config=once).describe_instance_topology, {}),
        (aws.client("autoscaling", config=once).describe_adjustment_types, {}),
        (aws.client("ecs", config=once).list_services_by_namespace, {"namespace": "any"}),
    )
    return all(_refusal(call, **request) == (501, "NotImplemented") for call, request in asked)


def _refusal(call: Any, **request: Any) -> tuple[int, str]:
    try:
        call(**request)
    except ClientError as refused:
        response = refused.response
        return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]
    return 200, ""
