"""Amazon MQ: values that it refuses and that its model allows."""

import re

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-version-management.html
# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-version-management.html
_VERSIONS = {
    "ACTIVEMQ": ("5.17", "5.18", "5.19"),
    "RABBITMQ": ("3.11", "3.12", "3.13", "4.2"),
}
# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/broker-instance-types.html
_TYPES = {
    "ACTIVEMQ": re.compile(r"mq\.(t2|t3)\.micro|mq\.m4\.large|mq\.m5\.(large|[24]?xlarge)"),
    "RABBITMQ": re.compile(
        r"mq\.t3\.micro|mq\.m5\.(large|[24]?xlarge)|mq\.m7g\.(medium|large|(2|4|8|12|16)?xlarge)"
    ),
}
_MODES = {
    "ACTIVEMQ": ("SINGLE_INSTANCE", "ACTIVE_STANDBY_MULTI_AZ"),
    "RABBITMQ": ("SINGLE_INSTANCE", "CLUSTER_MULTI_AZ"),
}


@values("CreateBroker")
def broker(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers.html"""
    given = request.parameters
    engine, kind = given["EngineType"].upper(), given["HostInstanceType"]
    if engine not in _TYPES:
        return _bad(f"Engine type [{given['EngineType']}] is invalid. Valid values: [ACTIVEMQ, RABBITMQ]")
    if not _TYPES[engine].fullmatch(kind):
        return _bad(f"Broker engine type [{engine}] does not support host instance type [{kind}].")
    if given["DeploymentMode"] not in _MODES[engine]:
        return _bad(
            f"Broker engine type [{engine}] does not support deployment mode [{given['DeploymentMode']}]."
        )
    return _version(engine, given.get("EngineVersion"))


@values("CreateConfiguration")
def configuration(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/amazon-mq/latest/api-reference/configurations.html"""
    return _version(request.parameters["EngineType"].upper(), request.parameters.get("EngineVersion"))


def _version(engine: str, version: str | None) -> Refusal | None:
    offered = _VERSIONS.get(engine, ())
    if version and ".".join(version.split(".")[:2]) not in offered:
        return _bad(f"Broker engine version [{version}] is invalid. Valid values: [{', '.join(offered)}]")
    return None


def _bad(message: str) -> Refusal:
    return Refusal("BadRequestException", message)
