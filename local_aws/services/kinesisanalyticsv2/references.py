"""Managed Flink: applications are in networks.

https://docs.aws.amazon.com/managed-flink/latest/java/vpc-internet.html
"""

from ministack.services import kinesisanalyticsv2 as flink

from local_aws.references import networks
from local_aws.references.named_roles import not_assumed
from local_aws.references.rules import Rule


def placed() -> networks.Placed:
    for name, application in list(flink._applications.items()):
        yield name, (application.get("_Configuration") or {}).get("VpcConfigurations")


MISSING = (
    # https://docs.aws.amazon.com/managed-flink/latest/java/cross-service-confused-deputy-prevention.html
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
