"""The ARN that a planned resource has, or will have: predicted from its name where AWS builds it of that.

Formats: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tooling.plan.resources import Resource

# By type: the attribute that names it, and its ARN with {name}, {region} and {account}.
_FORMATS: dict[str, tuple[str, str]] = {
    "aws_cloudwatch_event_bus": ("name", "arn:aws:events:{region}:{account}:event-bus/{name}"),
    "aws_cloudwatch_log_group": ("name", "arn:aws:logs:{region}:{account}:log-group:{name}"),
    "aws_dynamodb_table": ("name", "arn:aws:dynamodb:{region}:{account}:table/{name}"),
    "aws_ecr_repository": ("name", "arn:aws:ecr:{region}:{account}:repository/{name}"),
    "aws_ecs_cluster": ("name", "arn:aws:ecs:{region}:{account}:cluster/{name}"),
    "aws_eks_cluster": ("name", "arn:aws:eks:{region}:{account}:cluster/{name}"),
    "aws_iam_group": ("name", "arn:aws:iam::{account}:group/{name}"),
    "aws_iam_role": ("name", "arn:aws:iam::{account}:role/{name}"),
    "aws_iam_user": ("name", "arn:aws:iam::{account}:user/{name}"),
    "aws_kinesis_firehose_delivery_stream": (
        "name",
        "arn:aws:firehose:{region}:{account}:deliverystream/{name}",
    ),
    "aws_kinesis_stream": ("name", "arn:aws:kinesis:{region}:{account}:stream/{name}"),
    "aws_lambda_function": ("function_name", "arn:aws:lambda:{region}:{account}:function:{name}"),
    "aws_pipes_pipe": ("name", "arn:aws:pipes:{region}:{account}:pipe/{name}"),
    "aws_s3_bucket": ("bucket", "arn:aws:s3:::{name}"),
    "aws_sfn_state_machine": ("name", "arn:aws:states:{region}:{account}:stateMachine:{name}"),
    "aws_sns_topic": ("name", "arn:aws:sns:{region}:{account}:{name}"),
    "aws_sqs_queue": ("name", "arn:aws:sqs:{region}:{account}:{name}"),
    "aws_ssm_parameter": ("name", "arn:aws:ssm:{region}:{account}:parameter{name}"),
}
# What actions on a type begin with, and what its ARN has as its service.
SERVICES: dict[str, str] = {
    "aws_api_gateway_rest_api": "execute-api",
    "aws_apigatewayv2_api": "execute-api",
    "aws_cloudwatch_event_bus": "events",
    "aws_cloudwatch_event_rule": "events",
    "aws_cloudwatch_log_group": "logs",
    "aws_dax_cluster": "dax",
    "aws_db_instance": "rds-db",
    "aws_dynamodb_table": "dynamodb",
    "aws_ecr_repository": "ecr",
    "aws_ecs_cluster": "ecs",
    "aws_efs_file_system": "elasticfilesystem",
    "aws_elasticache_replication_group": "elasticache",
    "aws_iam_role": "iam",
    "aws_kinesis_firehose_delivery_stream": "firehose",
    "aws_kinesis_stream": "kinesis",
    "aws_kms_key": "kms",
    "aws_lambda_function": "lambda",
    "aws_rds_cluster": "rds-db",
    "aws_s3_bucket": "s3",
    "aws_secretsmanager_secret": "secretsmanager",
    "aws_sfn_state_machine": "states",
    "aws_sns_topic": "sns",
    "aws_sqs_queue": "sqs",
    "aws_ssm_parameter": "ssm",
}


def arn(resource: Resource, values: Mapping[str, Any], region: str, account: str) -> str:
    """The ARN of a resource with these values.

    Where only the apply will tell it, one that has the resource's address in brackets instead of its name;
    "" for what has no actions on it.
    """
    if values.get("arn"):
        return str(values["arn"])
    attribute, pattern = _FORMATS.get(resource.type, ("", ""))
    name = values.get(attribute)
    if resource.type == "aws_cloudwatch_event_rule" and name:
        bus = values.get("event_bus_name") or ""
        if bus or not resource.unknown.get("event_bus_name"):
            name = f"{bus}/{name}" if bus not in ("", "default") else name
            return f"arn:aws:events:{region}:{account}:rule/{name}"
    if name:
        return pattern.format(name=name, region=region, account=account)
    if resource.type in ("aws_iam_group", "aws_iam_role", "aws_iam_user"):
        return f"arn:aws:iam::{account}:{resource.type.removeprefix('aws_iam_')}/({resource.address})"
    service = SERVICES.get(resource.type)
    return f"arn:aws:{service}:{region}:{account}:({resource.address})" if service else ""


def account(resources: tuple[Resource, ...]) -> str:
    """The account that the resources are in, as the ARNs among them say; "" when none does."""
    for each in resources:
        match = re.search(r"\barn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12}):", str(each.values))
        if match:
            return match[1]
    return ""
