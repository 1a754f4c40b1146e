"""Engines and Kubernetes of versions that AWS still supports: see `tooling.lifecycle`."""

from datetime import date
from typing import Any

from tooling import lifecycle
from tooling.policy.rule import Block, Rule

ENGINE_VERSION = Rule(
    "PLATFORM_ENGINE_VERSION",
    "An engine has a version under AWS's standard support: after that it costs extra, or is upgraded by AWS",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
)
_NEWER = "Write a version that ./invokew lifecycle does not list as ended, and rehearse the upgrade."


def has_ended(engine: Any, version: Any) -> bool:
    """Whether the standard support of a version is over today."""
    line = lifecycle.line_of(str(engine), str(version))
    return line is not None and line.ended(date.today())


@ENGINE_VERSION.on(
    "aws_db_instance",
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_rds_cluster",
    "aws_rds_global_cluster",
    fix=_NEWER,
)
def database(resource: Block) -> bool:
    return not has_ended(resource.get("engine"), resource.get("engine_version"))


@ENGINE_VERSION.on("aws_eks_cluster", "aws_eks_node_group", fix=_NEWER)
def kubernetes(resource: Block) -> bool:
    return not has_ended("kubernetes", resource.get("version"))


@ENGINE_VERSION.on("aws_mq_broker", fix=_NEWER)
def broker(resource: Block) -> bool:
    return not has_ended(str(resource.get("engine_type")).lower(), resource.get("engine_version"))


@ENGINE_VERSION.on("aws_msk_cluster", fix=_NEWER)
def kafka(resource: Block) -> bool:
    return not has_ended("kafka", resource.get("kafka_version"))
