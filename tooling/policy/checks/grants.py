"""What a policy allows is named: actions, resources, and who."""

from tooling.policy.rule import Block, Rule
from tooling.policy.statements import Statement, of_data_source, of_document, too_wide

WILDCARD = Rule(
    "PLATFORM_WILDCARD_GRANT",
    "A policy names the actions, resources and principals that it allows",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
)
_FIX = (
    "Name the actions and the resources' ARNs, for example with a module's grants. "
    '"*" is right only for actions that know no resources, or under a condition.'
)


@WILDCARD.on("aws_iam_policy_document", block="data", fix=_FIX)
def data_source(document: Block) -> bool:
    return _named(of_data_source(document))


@WILDCARD.on(
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
    "aws_sns_topic",
    "aws_sns_topic_policy",
    "aws_s3_bucket_policy",
    "aws_kms_key",
    "aws_cloudwatch_event_bus_policy",
    fix=_FIX,
)
def document(resource: Block) -> bool:
    return _named(of_document(resource.json("policy") or {}))


@WILDCARD.on("aws_iam_role", fix="Name who may assume the role, or add a condition.")
def trust(role: Block) -> bool:
    return _named(of_document(role.json("assume_role_policy") or {}))


def _named(statements: list[Statement]) -> bool:
    return not any(too_wide(statement) for statement in statements)
