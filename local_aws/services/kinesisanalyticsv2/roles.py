"""Managed Service for Apache Flink: the roles that calls name."""

from local_aws.references.named_roles import not_assumed
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/managed-flink/latest/java/cross-service-confused-deputy-prevention.html
ROLES = (
    Rule(
        "CreateApplication",
        not_assumed(
            "kinesisanalytics",
            "ServiceExecutionRole",
            "arn:aws:kinesisanalytics:{region}:{account}:application/{ApplicationName}",
        ),
        "InvalidArgumentException",
        "Kinesis Analytics service doesn't have sufficient privileges to assume the role {found}",
    ),
)
