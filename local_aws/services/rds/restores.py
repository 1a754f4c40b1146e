"""Databases made from a snapshot, or as another one was at a point in time.

A restored database is one that is created with what the source had and the request does not say. Of its rows
PostgreSQL's are kept, as they are when the snapshot is taken; a point in time is always the present one.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-restore-snapshot.html
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ministack.services import rds

from local_aws.services.rds import servers

Answer = tuple[int, dict[str, str], bytes]
Record = dict[str, Any]
Form = dict[str, Any]

KEPT = "_Kept"  # of a snapshot: what a description does not show
# What a restored database has from its source unless the request says otherwise, by the name of the request.
_INSTANCE = {
    "AllocatedStorage": "AllocatedStorage",
    "DBInstanceClass": "DBInstanceClass",
    "DBName": "DBName",
    "Engine": "Engine",
    "EngineVersion": "EngineVersion",
    "Iops": "Iops",
    "KmsKeyId": "KmsKeyId",
    "MasterUserPassword": "_MasterUserPassword",
    "MasterUsername": "MasterUsername",
    "StorageEncrypted": "StorageEncrypted",
    "StorageThroughput": "StorageThroughput",
    "StorageType": "StorageType",
}
_CLUSTER = {
    "AllocatedStorage": "AllocatedStorage",
    "DatabaseName": "DatabaseName",
    "DBClusterInstanceClass": "DBClusterInstanceClass",
    "Engine": "Engine",
    "EngineVersion": "EngineVersion",
    "Iops": "Iops",
    "KmsKeyId": "KmsKeyId",
    "MasterUserPassword": "_MasterUserPassword",
    "MasterUsername": "MasterUsername",
    "StorageEncrypted": "StorageEncrypted",
    "StorageType": "StorageType",
}
_ONLY_RESTORES = (
    "DBSnapshotIdentifier",
    "DBClusterSnapshotIdentifier",
    "RestoreTime",
    "RestoreToTime",
    "RestoreType",
    "SnapshotIdentifier",
    "SourceDBClusterIdentifier",
    "SourceDBInstanceIdentifier",
    "SourceDbiResourceId",
    "TargetDBInstanceIdentifier",
    "UseLatestRestorableTime",
)


def keeping(take: Callable[[str, Record], Record]) -> Callable[[str, Record], Record]:
    """Have a snapshot keep what its database can be made from."""

    def taken(name: str, source: Record) -> Record:
        snapshot = take(name, source)
        snapshot[KEPT] = _kept(source)
        return snapshot

    return taken


def instance_from_snapshot(form: Form) -> Answer:
    """`RestoreDBInstanceFromDBSnapshot`."""
    name = rds._p(form, "DBSnapshotIdentifier")
    snapshot = rds._snapshots.get(_name(name))
    if snapshot is None:
        return _error("DBSnapshotNotFound", f"DBSnapshot {name} not found.", 404)
    return _made(form, "DBInstance", "RestoreDBInstanceFromDBSnapshot", _of_snapshot(snapshot))


def instance_at_a_time(form: Form) -> Answer:
    """`RestoreDBInstanceToPointInTime`."""
    name = rds._p(form, "SourceDBInstanceIdentifier")
    found = [one for one in rds._instances.values() if one["DbiResourceId"] == _resource(form)]
    source = rds._resolve_instance(_name(name)) if name else next(iter(found), None)
    if source is None:
        return _error("DBInstanceNotFound", f"DBInstance {name or _resource(form)} not found.", 404)
    if not source.get("BackupRetentionPeriod"):
        message = f"Point in time restore is not enabled for {source['DBInstanceIdentifier']}"
        return _error("PointInTimeRestoreNotEnabled", message, 400)
    if refused := _not_restorable(rds._p(form, "RestoreTime"), source["InstanceCreateTime"]):
        return refused
    target = {**form, "DBInstanceIdentifier": [rds._p(form, "TargetDBInstanceIdentifier")]}
    return _made(target, "DBInstance", "RestoreDBInstanceToPointInTime", _kept(source))


def cluster_from_snapshot(form: Form) -> Answer:
    """`RestoreDBClusterFromSnapshot`."""
    name = rds._p(form, "SnapshotIdentifier")
    snapshot = rds._db_cluster_snapshots.get(_name(name)) or rds._snapshots.get(_name(name))
    if snapshot is None:
        return _error("DBClusterSnapshotNotFoundFault", f"DBClusterSnapshot {name} not found.", 404)
    return _made(form, "DBCluster", "RestoreDBClusterFromSnapshot", _of_snapshot(snapshot))


def cluster_at_a_time(form: Form) -> Answer:
    """`RestoreDBClusterToPointInTime`."""
    name = rds._p(form, "SourceDBClusterIdentifier")
    source = rds._resolve_cluster_in_request_region(_name(name))
    if source is None:
        return _error("DBClusterNotFoundFault", f"DBCluster {name} not found.", 404)
    if refused := _not_restorable(rds._p(form, "RestoreToTime"), source["ClusterCreateTime"]):
        return refused
    return _made(form, "DBCluster", "RestoreDBClusterToPointInTime", _kept(source))


RESTORES: dict[str, Callable[[Form], Answer]] = {
    "RestoreDBClusterFromSnapshot": cluster_from_snapshot,
    "RestoreDBClusterToPointInTime": cluster_at_a_time,
    "RestoreDBInstanceFromDBSnapshot": instance_from_snapshot,
    "RestoreDBInstanceToPointInTime": instance_at_a_time,
}


def _made(form: Form, kind: str, operation: str, kept: Record) -> Answer:
    """Create it, and answer as the restore does."""
    inherited = {**kept["settings"], "EngineVersion": rds._p(form, "EngineVersion") or _version(kept)}
    # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
    wanted = rds._p(form, "Engine")
    if wanted and wanted != inherited["Engine"]:
        message = f"The snapshot is of {inherited['Engine']}: it cannot be restored as {wanted}."
        return _error("InvalidParameterValue", message, 400)
    asked = {key: value for key, value in form.items() if key not in _ONLY_RESTORES}
    if rds._p(form, "ManageMasterUserPassword") == "true":
        inherited.pop("MasterUserPassword", None)
    full = {**{key: [_text(value)] for key, value in inherited.items() if value not in (None, "")}, **asked}
    status, headers, body = rds._ACTION_MAP[f"Create{kind}"]({**full, "Action": [f"Create{kind}"]})
    if status == 200:
        store = rds._instances if kind == "DBInstance" else rds._clusters
        made = store[rds._p(full, f"{kind}Identifier")]
        made[servers.CONTENTS] = kept["contents"]
        made.setdefault("DatabaseInsightsMode", "standard")
        body = body.replace(f"Create{kind}Res".encode(), f"{operation}Res".encode())
    return status, headers, body


def _kept(source: Record) -> Record:
    names = _CLUSTER if "DBClusterArn" in source else _INSTANCE
    settings = {request: source.get(described) for request, described in names.items()}
    return {"settings": settings, "contents": servers.contents(source)}


def _of_snapshot(snapshot: Record) -> Record:
    kept = snapshot[KEPT]
    # A copy may be encrypted with another key.
    key = {"KmsKeyId": snapshot.get("KmsKeyId"), "StorageEncrypted": snapshot.get("StorageEncrypted")}
    return {**kept, "settings": {**kept["settings"], **key}}


def _version(kept: Record) -> str:
    return str(kept["settings"]["EngineVersion"])


def _not_restorable(time: str, earliest: str) -> Answer | None:
    if not time:
        return None
    asked = datetime.fromisoformat(time)
    asked = asked if asked.tzinfo else asked.replace(tzinfo=UTC)
    if datetime.fromisoformat(earliest) <= asked <= datetime.now(UTC):
        return None
    return _error("InvalidParameterValue", f"The time {time} is not one to which it can be restored.", 400)


def _resource(form: Form) -> str:
    return str(rds._p(form, "SourceDbiResourceId"))


def _name(name: str) -> str:
    return name.rpartition(":snapshot:")[2] if ":snapshot:" in name else name.rpartition(":")[2]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _error(code: str, message: str, status: int) -> Answer:
    answer: Answer = rds._error(code, message, status)
    return answer
