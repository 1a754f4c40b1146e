"""Managed Flink: applications lie in networks.

https://docs.aws.amazon.com/managed-flink/latest/java/vpc-internet.html
"""

from ministack.services import kinesisanalyticsv2 as flink

from local_aws.references import networks


def placed() -> networks.Placed:
    for name, application in list(flink._applications.items()):
        yield name, (application.get("_Configuration") or {}).get("VpcConfigurations")
