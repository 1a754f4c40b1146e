"""Tables, databases, caches, buckets, file systems."""

from collections.abc import Iterator

from tooling.cost.rules import Case, Part, priced


@priced("aws_dynamodb_table")
def table(case: Case) -> Iterator[Part]:
    """Requests or capacity, storage, continuous backup; replicas write and keep as much again."""
    replicas = len(case.blocks("replica"))
    if case.values.get("billing_mode") == "PAY_PER_REQUEST":
        yield case.used("dynamodb.write", "writes")
        yield case.used("dynamodb.read", "reads")
        if replicas:
            yield case.used("dynamodb.replicated_write", "writes", replicas)
    else:
        yield case.hours(
            "dynamodb.wcu", case.usage.get("wcu", case.number("write_capacity")) * (1 + replicas)
        )
        yield case.hours("dynamodb.rcu", case.usage.get("rcu", case.number("read_capacity")))
        for index in case.blocks("global_secondary_index"):
            yield case.hours("dynamodb.wcu", index.get("write_capacity") or 0)
            yield case.hours("dynamodb.rcu", index.get("read_capacity") or 0)
    yield case.used("dynamodb.gb", "gb", 1 + replicas)
    if any(each.get("enabled") for each in case.blocks("point_in_time_recovery")):
        yield case.used("dynamodb.pitr_gb", "gb", 1 + replicas)


@priced("aws_dax_cluster")
def dax(case: Case) -> Iterator[Part]:
    """Each node."""
    kind = str(case.values.get("node_type")).removeprefix("dax.")
    yield case.hours(f"dax.{kind}", case.number("replication_factor", 1))


@priced("aws_s3_bucket")
def bucket(case: Case) -> Iterator[Part]:
    """Storage and requests."""
    yield case.used("s3.gb", "gb")
    yield case.used("s3.write", "writes")
    yield case.used("s3.read", "reads")
    if "ia_gb" in case.usage:
        yield case.used("s3.ia_gb", "ia_gb")


@priced("aws_db_instance")
def database(case: Case) -> Iterator[Part]:
    """The instance and its storage; a standby in another zone costs the same again."""
    zones = 2 if case.values.get("multi_az") else 1
    kind = str(case.values.get("instance_class")).removeprefix("db.")
    engine = str(case.values.get("engine") or "")
    yield case.hours(f"rds.{engine}.{kind}", zones)
    disk = str(case.values.get("storage_type") or "gp2")
    yield Part(f"rds.{disk}_gb", case.number("allocated_storage") * zones)
    if disk in ("io1", "io2"):
        yield Part("rds.iops", case.number("iops") * zones)
    if "backup_gb" in case.usage:
        yield case.used("rds.backup_gb", "backup_gb")


@priced("aws_db_proxy")
def proxy(case: Case) -> Iterator[Part]:
    """Each vCPU of the database behind it, two at least."""
    yield case.hours("rds.proxy", max(case.usage.get("vcpus", 2), 2))


@priced("aws_rds_cluster")
def cluster(case: Case) -> Iterator[Part]:
    """Storage, and I/O where the cluster is not I/O-optimized."""
    yield case.used("aurora.gb", "gb")
    if case.values.get("storage_type") != "aurora-iopt1":
        yield case.used("aurora.io", "io_requests")


@priced("aws_rds_cluster_instance")
def cluster_instance(case: Case) -> Iterator[Part]:
    """An instance, or the capacity units of a serverless one."""
    kind = str(case.values.get("instance_class")).removeprefix("db.")
    if kind == "serverless":
        yield (
            case.product("aurora.acu", "acus", "hours")
            if "hours" in case.usage
            else case.used("aurora.acu", "acus", 730)
        )
    else:
        yield case.hours(f"aurora.{kind}")


@priced("aws_elasticache_replication_group", "aws_elasticache_cluster")
def cache(case: Case) -> Iterator[Part]:
    """Each node."""
    shards = case.number("num_node_groups", 1) or 1
    nodes = (
        shards * (1 + case.number("replicas_per_node_group"))
        if case.values.get("num_node_groups")
        else case.number("num_cache_clusters") or case.number("num_cache_nodes", 1)
    )
    engine = "valkey" if case.values.get("engine") == "valkey" else "redis"
    kind = str(case.values.get("node_type")).removeprefix("cache.")
    yield case.hours(f"elasticache.{engine}.{kind}", nodes)


@priced("aws_elasticache_serverless_cache")
def serverless_cache(case: Case) -> Iterator[Part]:
    """What it holds, 100 MB at least (Valkey), and what requests take."""
    if case.values.get("engine") != "valkey":
        yield Part("elasticache.serverless.valkey_gb", None, "the price of this engine")
        return
    yield case.hours("elasticache.serverless.valkey_gb", max(case.usage.get("gb", 0.1), 0.1))
    yield case.used("elasticache.serverless.valkey_ecpu", "ecpus")


@priced("aws_efs_file_system")
def files(case: Case) -> Iterator[Part]:
    """What it holds."""
    yield case.used("efs.gb", "gb")
