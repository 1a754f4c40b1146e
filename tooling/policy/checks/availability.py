"""More than one Availability Zone behind everything that keeps a service up."""

from tooling.policy.rule import Block, Rule

MULTI_AZ = Rule(
    "PLATFORM_MULTI_AZ",
    "The loss of one Availability Zone does not stop it",
    "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_fault_isolation_multiaz_region_system.html",
)


@MULTI_AZ.on("aws_db_instance", fix="Write multi_az = true.")
def database(instance: Block) -> bool:
    return instance.has("replicate_source_db") or instance.get("multi_az", False) is True


@MULTI_AZ.on(
    "aws_elasticache_replication_group",
    fix="Write automatic_failover_enabled = true and multi_az_enabled = true, with two or more nodes.",
)
def cache(group: Block) -> bool:
    return all(group.get(name, False) is True for name in ("automatic_failover_enabled", "multi_az_enabled"))


@MULTI_AZ.on("aws_mq_broker", fix='Write deployment_mode = "ACTIVE_STANDBY_MULTI_AZ" or "CLUSTER_MULTI_AZ".')
def broker(broker: Block) -> bool:
    return bool(broker.get("deployment_mode", "SINGLE_INSTANCE") != "SINGLE_INSTANCE")


@MULTI_AZ.on("aws_dax_cluster", fix="Write replication_factor = 3, one node for each Availability Zone.")
def accelerator(cluster: Block) -> bool:
    return cluster.number("replication_factor", 1) >= 2


@MULTI_AZ.on(
    "aws_autoscaling_group", fix="Give vpc_zone_identifier subnets in two or more Availability Zones."
)
def instances(group: Block) -> bool:
    where = "vpc_zone_identifier" if group.has("vpc_zone_identifier") else "availability_zones"
    return not group.has(where) or group.count(where) >= 2


@MULTI_AZ.on(
    "aws_db_subnet_group",
    "aws_elasticache_subnet_group",
    fix="Give subnet_ids in two or more Availability Zones.",
)
def subnets(group: Block) -> bool:
    return group.count("subnet_ids") >= 2


@MULTI_AZ.on("aws_ecs_service", fix="Give network_configuration subnets in two or more Availability Zones.")
def tasks(service: Block) -> bool:
    return all(network.count("subnets") >= 2 for network in service.blocks("network_configuration"))
