"""Protection is on, a final snapshot has no name, or contents forbid that something is deleted."""

from __future__ import annotations

from collections.abc import Iterator

from tooling.plan.finding import Finding
from tooling.plan.risk import Action, at
from tooling.preflight.planned import Plan, Planned, leaves

_OF_A_DATABASE = (
    "InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and"
    " try again"
)
_OF_A_CLUSTER = (
    "InvalidParameterCombination: Cannot delete protected Cluster, please disable deletion protection and try"
    " again"
)
# Type → the attribute, the value that protects, and AWS's error.
PROTECTIONS: dict[str, tuple[str, object, str]] = {
    "aws_db_instance": ("deletion_protection", True, _OF_A_DATABASE),
    "aws_rds_cluster": ("deletion_protection", True, _OF_A_CLUSTER),
    "aws_docdb_cluster": ("deletion_protection", True, _OF_A_CLUSTER),
    "aws_neptune_cluster": ("deletion_protection", True, _OF_A_CLUSTER),
    "aws_rds_global_cluster": (
        "deletion_protection",
        True,
        "InvalidParameterValue: Cannot delete protected global cluster, please disable deletion protection"
        " and try again",
    ),
    "aws_dynamodb_table": (
        "deletion_protection_enabled",
        True,
        "ValidationException: Resource cannot be deleted as it is currently protected against deletion."
        " Disable deletion protection first",
    ),
    "aws_lb": (
        "enable_deletion_protection",
        True,
        "OperationNotPermitted: Load balancer cannot be deleted because deletion protection is enabled",
    ),
    "aws_cognito_user_pool": (
        "deletion_protection",
        "ACTIVE",
        "InvalidParameterException: The user pool cannot be deleted because deletion protection is activated."
        " Deletion protection must be inactivated first",
    ),
    "aws_cloudtrail_event_data_store": (
        "termination_protection_enabled",
        True,
        "EventDataStoreTerminationProtectedException: The event data store cannot be deleted because"
        " termination protection is enabled for it",
    ),
    "aws_emr_cluster": (
        "termination_protection",
        True,
        "ValidationException: Could not shut down one or more job flows since they are termination protected",
    ),
    "aws_dsql_cluster": (
        "deletion_protection_enabled",
        True,
        "ValidationException: Deletion protection is enabled on this cluster",
    ),
}
OFF = {"ACTIVE": '"INACTIVE"', True: "false"}

FINAL_SNAPSHOTS = (
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
    "aws_redshift_cluster",
)

# What writes into a bucket, by type: the attributes that name the bucket.
WRITERS: dict[str, tuple[str, ...]] = {
    "aws_cloudfront_distribution": ("logging_config",),
    "aws_cloudtrail": ("s3_bucket_name",),
    "aws_config_delivery_channel": ("s3_bucket_name",),
    "aws_elb": ("access_logs",),
    "aws_flow_log": ("log_destination",),
    "aws_kinesis_firehose_delivery_stream": (
        "extended_s3_configuration",
        "http_endpoint_configuration",
        "opensearch_configuration",
        "redshift_configuration",
        "splunk_configuration",
    ),
    "aws_lb": ("access_logs", "connection_logs"),
    "aws_s3_bucket_inventory": ("destination",),
    "aws_s3_bucket_logging": ("target_bucket",),
    "aws_s3_bucket_replication_configuration": ("rule",),
}


def find(plan: Plan) -> Iterator[Finding]:
    """One for each resource whose deletion AWS refuses for what it is or holds."""
    for each in plan.resources:
        if not each.gone or each.deposed:
            continue
        yield from _protected(each)
        yield from _without_final_snapshot(each)
        yield from _full(plan, each)


def _protected(each: Planned) -> Iterator[Finding]:
    path, on, error = PROTECTIONS.get(each.kind, ("", None, ""))
    if path and at(each.before, path) == on and type(at(each.before, path)) is type(on):
        yield Finding(
            "protected",
            each.address,
            f"{path} is on, and it is {_fate(each)}",
            error,
            f"write `{path} = {OFF[on]}` and apply that first; then {_verb(each)} it",
        )


def _without_final_snapshot(each: Planned) -> Iterator[Finding]:
    if each.kind not in FINAL_SNAPSHOTS or each.before.get("skip_final_snapshot") is not False:
        return
    if each.before.get("final_snapshot_identifier") or each.before.get("replicate_source_db"):
        return
    yield Finding(
        "no-final-snapshot",
        each.address,
        f"skip_final_snapshot is false, final_snapshot_identifier is not set, and it is {_fate(each)}",
        "final_snapshot_identifier is required when skip_final_snapshot is false (the provider's own error)",
        "write `final_snapshot_identifier`, or `skip_final_snapshot = true`, and apply that first",
    )


def _full(plan: Plan, each: Planned) -> Iterator[Finding]:
    if each.kind == "aws_s3_bucket" and not each.before.get("force_destroy"):
        names = {each.before.get(name) for name in ("bucket", "arn", "bucket_domain_name")} - {None, ""}
        writer = _writer(plan, names)
        if writer is not None:
            yield Finding(
                "not-empty",
                each.address,
                f"{writer.address} writes into it, and force_destroy is false",
                "BucketNotEmpty: The bucket you tried to delete is not empty",
                "empty it by hand when its objects may go, or write `force_destroy = true` and apply that"
                " first",
            )
    elif each.kind == "aws_ecr_repository" and not each.before.get("force_delete"):
        url = str(each.before.get("repository_url") or "")
        users = plan.of("aws_lambda_function", "aws_ecs_task_definition", "aws_apprunner_service")
        user = next((one for one in users if url and any(url in text for text in leaves(one.before))), None)
        if user is not None:
            yield Finding(
                "not-empty",
                each.address,
                f"{user.address} runs an image of it, and force_delete is false",
                "RepositoryNotEmptyException: The repository cannot be deleted because it still contains"
                " images",
                "delete its images by hand, or write `force_delete = true` and apply that first",
            )
    elif each.kind == "aws_backup_vault" and not each.before.get("force_destroy"):
        plans = plan.of("aws_backup_plan")
        user = next((one for one in plans if each.before.get("name") in set(leaves(one.before))), None)
        if user is not None:
            yield Finding(
                "not-empty",
                each.address,
                f"{user.address} makes backups in it, and force_destroy is false",
                "InvalidRequestException: Backup vault cannot be deleted because it contains recovery points",
                "delete its recovery points by hand, or write `force_destroy = true` and apply that first",
            )
    elif each.kind == "aws_lambda_function" and each.action is Action.DESTROY:
        arn = str(each.before.get("arn") or "")
        for one in plan.of("aws_cloudfront_distribution"):
            if arn and any(text.rpartition(":")[0] == arn for text in leaves(one.before)):
                yield Finding(
                    "not-empty",
                    each.address,
                    f"{one.address} has replicas of it at the edge, which outlive their distribution for"
                    " hours",
                    "InvalidParameterValueException: Lambda was unable to delete the function because it is"
                    " a replicated function",
                    "write `skip_destroy = true` and apply that first, or take it off the distribution and"
                    " delete it the day after",
                )


def _writer(plan: Plan, names: set[object]) -> Planned | None:
    """A resource that writes into what has one of these names."""
    for kind, attributes in WRITERS.items():
        for one in plan.of(kind):
            named = (text for name in attributes for text in leaves(one.before.get(name)))
            if one.exists and any(text in names or text.partition("/")[0] in names for text in named):
                return one
    return None


def _fate(each: Planned) -> str:
    return "replaced" if each.action is Action.REPLACE else "destroyed"


def _verb(each: Planned) -> str:
    return "replace" if each.action is Action.REPLACE else "destroy"
