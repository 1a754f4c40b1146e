"""Nothing is paid for without need: sizes, generations, storage, ways through a NAT gateway, Spot."""

import re
from collections.abc import Mapping
from typing import Any

from tooling.policy.rule import Block, Rule

RIGHT_SIZE = Rule(
    "PLATFORM_RIGHT_SIZE",
    "Sizes have a limit, and instances are of a generation that AWS still improves",
    "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/cost_type_size_number_resources_data.html",
)
LIFECYCLE = Rule(
    "PLATFORM_LIFECYCLE",
    "What is stored moves to cheaper storage or expires",
    "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/cost_decomissioning_resources_decomm_automated.html",
)
ENDPOINTS = Rule(
    "PLATFORM_ENDPOINTS",
    "Traffic to S3 and DynamoDB does not pay for the NAT gateway",
    "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html",
)
SPOT = Rule(
    "PLATFORM_SPOT",
    "What says that it is not critical runs on Spot",
    "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/cost_pricing_model_implement_models.html",
)

# https://aws.amazon.com/ec2/previous-generation/ and what AWS sells below their prices since.
_OLD = re.compile(r"^(?:db\.|cache\.)?(?:[tmcr][1-3]|[mcr]4|i[23]|g2|d2|x1)\.")
_NEW = re.compile(r"^(?:db\.|cache\.)?t3\.")
_HUGE = re.compile(r"\.(\d+)xlarge|metal")
_MOST_XLARGE = 4
_SIZE = (
    f"Take a current generation (t4g, m7g, c7g, r7g), of {_MOST_XLARGE}xlarge at most; more needs a reason."
)
_CRITICALITY = "Criticality"


def _fits(kind: str) -> bool:
    old = bool(_OLD.match(kind)) and not _NEW.match(kind)
    size = _HUGE.search(kind)
    huge = size is not None and (size[1] is None or int(size[1]) > _MOST_XLARGE)
    return not old and not huge


@RIGHT_SIZE.on("aws_instance", "aws_launch_template", fix=_SIZE)
def instance(block: Block) -> bool:
    return _fits(str(block.get("instance_type", "")))


@RIGHT_SIZE.on("aws_db_instance", "aws_rds_cluster_instance", fix=_SIZE)
def database(block: Block) -> bool:
    return _fits(str(block.get("instance_class", "")))


@RIGHT_SIZE.on("aws_elasticache_cluster", "aws_elasticache_replication_group", fix=_SIZE)
def cache(block: Block) -> bool:
    return _fits(str(block.get("node_type", "")))


@RIGHT_SIZE.on("aws_eks_node_group", fix=_SIZE)
def nodes(group: Block) -> bool:
    return all(_fits(str(kind)) for kind in group.items("instance_types"))


@RIGHT_SIZE.on(
    "aws_lambda_function",
    fix="Write memory_size = 3008 or less: beyond 1,769 MB a function needs a second thread to be faster.",
)
def function(function: Block) -> bool:
    return function.number("memory_size", 128) <= 3008


@RIGHT_SIZE.on("aws_ecs_task_definition", fix="Write cpu = 4096 or less, and more tasks of it.")
def task(definition: Block) -> bool:
    cpu = definition.get("cpu", 0)
    return not str(cpu).isdigit() or int(cpu) <= 4096


@LIFECYCLE.on(
    "aws_s3_bucket",
    fix="Add an aws_s3_bucket_lifecycle_configuration, at least for cut-off uploads and old versions.",
)
def bucket(bucket: Block) -> bool:
    return bucket.has("lifecycle_rule") or bucket.beside("aws_s3_bucket_lifecycle_configuration")


@LIFECYCLE.on("aws_ecr_repository", fix="Add an aws_ecr_lifecycle_policy that expires old images.")
def images(repository: Block) -> bool:
    return repository.beside("aws_ecr_lifecycle_policy")


@ENDPOINTS.on(
    "aws_nat_gateway",
    fix="Add aws_vpc_endpoint of type Gateway for s3 and dynamodb: they are free, a GB through NAT is not.",
)
def nat(gateway: Block) -> bool:
    return gateway.get("connectivity_type", "public") == "private" or gateway.beside("aws_vpc_endpoint")


@SPOT.on(
    "aws_ecs_service",
    fix='Write capacity_provider_strategy { capacity_provider = "FARGATE_SPOT" … }, or another Criticality.',
)
def tasks(service: Block) -> bool:
    if not _may_wait(service):
        return True
    providers = [
        str(each.get("capacity_provider", "")) for each in service.blocks("capacity_provider_strategy")
    ]
    return any("SPOT" in name.upper() for name in providers)


@SPOT.on("aws_eks_node_group", fix='Write capacity_type = "SPOT", or another Criticality.')
def spot_nodes(group: Block) -> bool:
    return not _may_wait(group) or group.get("capacity_type", "ON_DEMAND") == "SPOT"


@SPOT.on(
    "aws_autoscaling_group",
    fix="Write mixed_instances_policy with on_demand_percentage_above_base_capacity below 100.",
)
def spot_instances(group: Block) -> bool:
    if not _may_wait(group):
        return True
    where = "mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity"
    return group.number(where, 100) < 100


def _may_wait(block: Block) -> bool:
    """Whether a tag says that it is not critical."""
    tags: Mapping[str, Any] = block.mapping("tags")
    if tags.get(_CRITICALITY) == "low":
        return True
    # An Auto Scaling group has its tags as blocks.
    return any(
        each.get("key", "") == _CRITICALITY and each.get("value", "") == "low" for each in block.blocks("tag")
    )
