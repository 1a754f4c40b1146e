"""Data can be brought back, and nothing is kept for ever by accident."""

from tooling.policy.rule import Block, Rule

PITR = Rule(
    "PLATFORM_PITR",
    "A table can be restored to any second",
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.html",
)
RETENTION = Rule(
    "PLATFORM_RETENTION",
    "How long logs, backups and events are kept is stated",
    "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/cost_decomissioning_resources_data_retention.html",
)


@PITR.on(
    "aws_dynamodb_table", fix="Write point_in_time_recovery { enabled = true }, and the same in each replica."
)
def table(table: Block) -> bool:
    replicas = all(
        replica.get("point_in_time_recovery", False) is True for replica in table.blocks("replica")
    )
    return table.get("point_in_time_recovery.enabled", False) is True and replicas


@RETENTION.on(
    "aws_cloudwatch_log_group",
    fix="Write retention_in_days, for example 30: by default logs are kept for ever.",
)
def logs(group: Block) -> bool:
    return group.number("retention_in_days") > 0


@RETENTION.on("aws_db_instance", fix="Write backup_retention_period = 7 or more: 0 keeps no backup at all.")
def database(instance: Block) -> bool:
    return instance.has("replicate_source_db") or instance.number("backup_retention_period") > 0


@RETENTION.on(
    "aws_kinesis_stream",
    fix="Write retention_period in hours, for example 168: by default a record is gone after a day.",
)
def stream(stream: Block) -> bool:
    return stream.has("retention_period")


@RETENTION.on(
    "aws_cloudwatch_event_archive",
    fix="Write retention_days, for example 90: by default events are kept for ever.",
)
def archive(archive: Block) -> bool:
    return archive.number("retention_days") > 0
