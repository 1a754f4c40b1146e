"""RDS: where the engine differs from AWS."""

import asyncio
import contextvars
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from botocore.model import Shape
from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import documentdb, rds, rds_data, secretsmanager

from local_aws.corrections import correction
from local_aws.edge import query_protocol
from local_aws.servers.addresses import SERVER
from local_aws.services.rds import calls, restores, servers, versions

Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[[Any], Answer]
Record = dict[str, Any]

# What requests call otherwise than descriptions do.
_DESCRIBED_AS = {
    "EnableCloudwatchLogsExports": "EnabledCloudwatchLogsExports",
    "EnableHttpEndpoint": "HttpEndpointEnabled",
    "EnableIAMDatabaseAuthentication": "IAMDatabaseAuthenticationEnabled",
    "EnablePerformanceInsights": "PerformanceInsightsEnabled",
}


@correction
def database_settings() -> None:
    """AWS: an instance or a cluster is described with every setting that it was made or modified with.

    MiniStack: keeps about half of them, and of a replica none.
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html
    """
    _keep("CreateDBInstance", _instance)
    _keep("CreateDBInstanceReadReplica", _instance)
    _keep("ModifyDBInstance", _instance)
    _keep("CreateDBCluster", _cluster)
    _keep("ModifyDBCluster", _cluster)
    rds._instance_xml = _with_the_rest(rds._instance_xml, "DBInstance")
    rds._cluster_xml = _with_the_rest(rds._cluster_xml, "DBCluster")
    rds._serverlessv2_xml = lambda cluster: ""  # it is of the rest


@correction
def managed_passwords_of_instances() -> None:
    """AWS: RDS keeps an instance's password in a secret when it is asked to, until the instance is deleted.

    MiniStack: of clusters only.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    delete = rds._delete_db_instance
    render = rds._instance_xml

    def rendered(instance: Record) -> str:
        secret = query_protocol.serialize(
            instance.get("MasterUserSecret") or {}, _description("DBInstance")["MasterUserSecret"]
        )
        return str(render(instance)) + (f"<MasterUserSecret>{secret}</MasterUserSecret>" if secret else "")

    def managing(handler: Handler) -> Handler:
        def handle(form: Any) -> Answer:
            answer, instance = handler(form), _instance(form)
            if answer[0] == 200 and instance and rds._p(form, "ManageMasterUserPassword") == "true":
                instance.setdefault("MasterUserSecret", _secret_of(instance, form))
            if answer[0] == 200 and instance and rds._p(form, "ManageMasterUserPassword") == "false":
                _forget_secret(instance)
            return answer

        return handle

    def delete_db_instance(form: Any) -> Answer:
        instance = _instance(form)
        answer: Answer = delete(form)
        if answer[0] == 200 and instance:
            _forget_secret(instance)
        return answer

    rds._instance_xml = rendered
    rds._ACTION_MAP["CreateDBInstance"] = managing(rds._ACTION_MAP["CreateDBInstance"])
    rds._ACTION_MAP["ModifyDBInstance"] = managing(rds._ACTION_MAP["ModifyDBInstance"])
    rds._ACTION_MAP["DeleteDBInstance"] = delete_db_instance


@correction
def managed_passwords_of_clusters() -> None:
    """AWS: RDS begins to keep a cluster's password, and ends it, when a modification says so.

    MiniStack: when it is created only.
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
    """
    modify = rds._ACTION_MAP["ModifyDBCluster"]

    def modify_db_cluster(form: Any) -> Answer:
        cluster, managed = _cluster(form), rds._p(form, "ManageMasterUserPassword")
        if cluster and managed == "true" and not cluster.get("MasterUserSecret"):
            cluster["MasterUserSecret"] = _secret_of(cluster, form)
        if cluster and managed == "false":
            _forget_secret(cluster)
        answer: Answer = modify(form)
        return answer

    rds._ACTION_MAP["ModifyDBCluster"] = modify_db_cluster


@correction
def endpoints_of_clusters() -> None:
    """AWS: a cluster's endpoints keep their names, whatever instances come and go.

    MiniStack: calls them `localhost` from the first instance on, whether or not something listens there.
    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html
    """
    synchronize = rds._sync_cluster_endpoints

    def sync_cluster_endpoints(cluster: Record) -> None:
        if cluster.get("_shared_container_id"):
            synchronize(cluster)

    rds._sync_cluster_endpoints = sync_cluster_endpoints


@correction
def instances_by_resource_id() -> None:
    """AWS: instances are found by what never changes about them, too. MiniStack: then finds all.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
    """
    narrow = rds._apply_instance_filters

    def apply_instance_filters(instances: list[Record], filters: dict[str, list[str]]) -> list[Record]:
        found: list[Record] = narrow(instances, filters)
        wanted = filters.get("dbi-resource-id")
        return found if wanted is None else [each for each in found if each["DbiResourceId"] in wanted]

    rds._apply_instance_filters = apply_instance_filters


@correction
def last_snapshots_of_clusters() -> None:
    """AWS: a cluster that is deleted leaves the final snapshot that was asked for. MiniStack: none.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html
    """
    delete = rds._ACTION_MAP["DeleteDBCluster"]

    def delete_db_cluster(form: Any) -> Answer:
        cluster = _cluster(form)
        answer: Answer = delete(form)
        name = rds._p(form, "FinalDBSnapshotIdentifier")
        if answer[0] == 200 and cluster and name and rds._p(form, "SkipFinalSnapshot") != "true":
            rds._create_cluster_snapshot_internal(name, cluster)
        return answer

    rds._ACTION_MAP["DeleteDBCluster"] = delete_db_cluster


@correction
def databases_answer() -> None:
    """AWS: a database answers at its endpoint, to its master user's password of the moment.

    MiniStack: in a container. Here PostgreSQL does, where this machine has it.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToPostgreSQLInstance.html
    """
    render_instance, render_cluster = rds._instance_xml, rds._cluster_xml
    handle, change_password = rds.handle_request, rds._rotate_instance_password

    def instance_xml(instance: Record) -> str:
        cluster = instance.get("DBClusterIdentifier")
        servers.place(instance, cluster and rds._resolve_cluster_in_request_region(cluster))
        return str(render_instance(instance))

    def cluster_xml(cluster: Record) -> str:
        whole, _ = rds._global_cluster_member_for_cluster(cluster)
        writer = rds._global_cluster_writer_cluster(whole) if whole else None
        servers.place(cluster, None if writer is cluster else writer)
        return str(render_cluster(cluster))

    async def handle_request(*request: Any) -> Answer:
        answer: Answer = await handle(*request)
        await servers.endpoints.settle()
        return answer

    def rotate_instance_password(instance: Record, old: str, new: str) -> None:
        if SERVER not in instance:  # else whoever connects next sets it
            change_password(instance, old, new)

    rds._instance_xml = instance_xml
    rds._cluster_xml = cluster_xml
    rds.handle_request = handle_request
    rds._rotate_instance_password = rotate_instance_password


@correction
def data_api() -> None:
    """AWS: the Data API runs SQL in the cluster's database, and whoever waits for a lock waits alone.

    MiniStack: in a container's, everybody else waiting meanwhile.
    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.html
    """
    in_container, handle = rds_data._has_real_endpoint, rds_data.handle_request
    threads = ThreadPoolExecutor(max_workers=32, thread_name_prefix="data-api")

    def run(request: tuple[Any, ...]) -> Answer:
        answer: Answer = asyncio.run(handle(*request))
        return answer

    async def handle_request(*request: Any) -> Answer:
        as_caller = contextvars.copy_context().run
        return await asyncio.get_running_loop().run_in_executor(threads, as_caller, run, request)

    rds_data._has_real_endpoint = lambda instance: SERVER in instance or in_container(instance)
    rds_data.handle_request = handle_request


def _instance(form: Any) -> Record | None:
    found: Record | None = rds._resolve_instance(rds._p(form, "DBInstanceIdentifier"))
    return found


def _cluster(form: Any) -> Record | None:
    found: Record | None = rds._resolve_cluster_in_request_region(rds._p(form, "DBClusterIdentifier"))
    return found


def _keep(operation: str, find: Callable[[Any], Record | None]) -> None:
    """Have the handler of `operation` keep what is asked of it."""
    handler = rds._ACTION_MAP[operation]
    shape = query_protocol.model("rds").operation_model(operation).input_shape
    assert shape is not None

    def handle(form: Any) -> Answer:
        answer: Answer = handler(form)
        record = find(form)
        if answer[0] == 200 and record:
            if operation == "CreateDBInstanceReadReplica":
                _as_a_replica(record, form)
            flat = {key: value[0] if isinstance(value, list) else value for key, value in form.items()}
            _overlay(record, query_protocol.parse(flat, shape) or {})
            if group := rds._p(form, "OptionGroupName"):
                record["OptionGroupMemberships"] = [{"OptionGroupName": group, "Status": "in-sync"}]
        return answer

    rds._ACTION_MAP[operation] = handle


def _as_a_replica(record: Record, form: Any) -> None:
    """What a replica does not take over from what it copies."""
    record.pop("MasterUserSecret", None)
    record.update(
        BackupRetentionPeriod=0,
        DeletionProtection=False,
        EnabledCloudwatchLogsExports=[],
        IAMDatabaseAuthenticationEnabled=False,
        MonitoringInterval=0,
        MonitoringRoleArn="",
        MultiAZ=False,
        PerformanceInsightsEnabled=False,
    )
    if groups := rds._parse_member_list(form, "VpcSecurityGroupIds"):
        record["VpcSecurityGroups"] = [{"VpcSecurityGroupId": each, "Status": "active"} for each in groups]
    if group := rds._p(form, "DBParameterGroupName"):
        record["DBParameterGroups"] = [{"DBParameterGroupName": group, "ParameterApplyStatus": "in-sync"}]


def _overlay(record: Record, request: Record) -> None:
    described = _description("DBCluster" if "DBClusterArn" in record else "DBInstance")
    for asked, value in request.items():
        name = _DESCRIBED_AS.get(asked, asked)
        is_pending = name in (record.get("PendingModifiedValues") or {})
        if name in described and not is_pending and not name.endswith("Identifier"):
            record[name] = value
    logs = request.get("CloudwatchLogsExportConfiguration") or {}
    if logs:
        kept = set(record.get("EnabledCloudwatchLogsExports") or []) | set(logs.get("EnableLogTypes") or [])
        record["EnabledCloudwatchLogsExports"] = sorted(kept - set(logs.get("DisableLogTypes") or []))
    if authority := request.get("CACertificateIdentifier"):
        record["CACertificateIdentifier"] = authority
        record["CertificateDetails"] = {"CAIdentifier": authority, "ValidTill": "2061-01-01T00:00:00Z"}


def _description(name: str) -> dict[str, Shape]:
    return dict(query_protocol.model("rds").shape_for(name).members)


def _with_the_rest(render: Callable[[Record], str], name: str) -> Callable[[Record], str]:
    """A description as the engine writes it, and after it what it leaves out."""
    left_out = ("AssociatedRoles", "EnabledCloudwatchLogsExports", "ServerlessV2ScalingConfiguration")

    def rendered(record: Record) -> str:
        text = render(record).replace("<EnabledCloudwatchLogsExports/>", "").replace("<AssociatedRoles/>", "")
        rest = [
            f"<{member}>{query_protocol.serialize(record[member], shape)}</{member}>"
            for member, shape in _description(name).items()
            if (member in left_out or f"<{member}" not in text)
            and member != "MasterUserSecret"
            and record.get(member)
        ]
        return text + "".join(rest)

    return rendered


def _secret_of(instance: Record, form: Any) -> Record:
    password = rds._generate_master_user_password()
    instance["_MasterUserPassword"] = password
    kind, name = "db", instance.get("DBInstanceIdentifier")
    if "DBClusterArn" in instance:
        kind, name = "cluster", instance["DBClusterIdentifier"]
    arn = secretsmanager.create_secret_in_process(
        f"rds!{kind}-{new_uuid()}",
        json.dumps({"username": instance["MasterUsername"], "password": password}),
        description=f"Secret managed by RDS for {name}",
    )
    own = f"arn:aws:kms:{get_region()}:{get_account_id()}:key/aws-secretsmanager-default"
    key = rds._p(form, "MasterUserSecretKmsKeyId") or own
    return {"SecretArn": arn, "SecretStatus": "active", "KmsKeyId": key}


def _forget_secret(instance: Record) -> None:
    if secret := instance.pop("MasterUserSecret", None):
        secretsmanager.delete_secret_in_process(secret["SecretArn"])


@correction
def versions_by_default() -> None:
    """AWS: an instance that names no version has the default of today. MiniStack: one of years ago.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBEngineVersions.html
    """
    named = rds._default_engine_version
    rds._default_engine_version = lambda engine: versions.default(engine) or named(engine)


@correction
def options_roles_streams_and_shared_snapshots() -> None:
    """AWS: has these calls. MiniStack: lacks them, and describes an option by its name only.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyOptionGroup.html
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddRoleToDBCluster.html
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartActivityStream.html
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html
    """
    rds._ACTION_MAP.update(calls.ADDED)
    rds._option_group_xml = calls.option_group


@correction
def copied_snapshots() -> None:
    """AWS: a snapshot can be copied. MiniStack: lacks the call.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html
    """
    rds._ACTION_MAP["CopyDBSnapshot"] = calls.copy_snapshot
    written = rds._snapshot_xml

    def with_source(snapshot: Any) -> str:
        source = snapshot.get("SourceDBSnapshotIdentifier")
        shown = f"<SourceDBSnapshotIdentifier>{source}</SourceDBSnapshotIdentifier>" if source else ""
        return f"{written(snapshot)}{shown}"

    rds._snapshot_xml = with_source


@correction
def restored_databases() -> None:
    """AWS: a database is made from a snapshot, or as another was, with its rows, users and settings.

    MiniStack: an empty instance with half of them, no cluster, and none at a point in time.
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html
    """
    rds._create_snapshot_internal = restores.keeping(rds._create_snapshot_internal)
    rds._create_cluster_snapshot_internal = restores.keeping(rds._create_cluster_snapshot_internal)
    rds._ACTION_MAP.update(restores.RESTORES)


@correction
def booleans_of_document_databases() -> None:
    """AWS: a value has no white space around it. MiniStack: has some, so that the provider reads no boolean.

    https://docs.aws.amazon.com/documentdb/latest/developerguide/API_DBInstance.html
    """
    written = documentdb._instance_xml
    documentdb._instance_xml = lambda instance: re.sub(r">\s*([^<>]*?)\s*<", r">\1<", written(instance))


@correction
def resources_among_document_databases() -> None:
    """AWS: an instance that is asked for by its resource ID comes alone. MiniStack: with those of DocumentDB.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
    """
    filtered = documentdb._apply_instance_filters

    def apply_filters(instances: Any, filters: Any) -> Any:
        wanted = filters.get("dbi-resource-id")
        found = filtered(instances, filters)
        return [one for one in found if not wanted or one.get("DbiResourceId") in wanted]

    documentdb._apply_instance_filters = apply_filters
