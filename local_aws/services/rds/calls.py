"""Calls of RDS that MiniStack lacks, on what it holds: options, roles, activity streams, snapshots.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Operations.html
"""

from collections.abc import Callable
from typing import Any

from ministack.services import rds

from local_aws.edge import query_protocol

Answer = tuple[int, dict[str, str], bytes]
Record = dict[str, Any]


def modify_option_group(form: Any) -> Answer:
    """Options are added, removed and set."""
    given = _parameters("ModifyOptionGroup", form)
    group = rds._option_groups.get(given["OptionGroupName"])
    if group is None:
        return _missing("OptionGroupNotFoundFault", "Option group", given["OptionGroupName"])
    gone = given.get("OptionsToRemove") or []
    options = {each["OptionName"]: each for each in group["Options"] if each["OptionName"] not in gone}
    for each in given.get("OptionsToInclude") or []:
        options[each["OptionName"]] = {
            "OptionName": each["OptionName"],
            "OptionSettings": each.get("OptionSettings") or [],
            "OptionVersion": each.get("OptionVersion"),
            "Permanent": False,
            "Persistent": False,
            "Port": each.get("Port"),
            "VpcSecurityGroupMemberships": [
                {"Status": "active", "VpcSecurityGroupId": one}
                for one in each.get("VpcSecurityGroupMemberships") or []
            ],
        }
    group["Options"] = list(options.values())
    return _answer("ModifyOptionGroup", {"OptionGroup": group})


def option_group(group: Record) -> str:
    """A group with all that its options are set to."""
    return query_protocol.serialize(group, query_protocol.model("rds").shape_for("OptionGroup"))


def add_role(form: Any) -> Answer:
    """A cluster or an instance gets a role for a feature."""
    operation, holder, given = _holder(form)
    if holder is None:
        return _no_holder(given)
    roles = holder.setdefault("AssociatedRoles", [])
    same = [one for one in roles if one["RoleArn"] == given["RoleArn"]]
    if same:
        kind = "DBCluster" if "DBClusterIdentifier" in given else "DBInstance"
        message = f"The role {given['RoleArn']} is already associated."
        return rds._error(f"{kind}RoleAlreadyExistsFault", message, 400)  # type: ignore[no-any-return]
    role = {"RoleArn": given["RoleArn"], "Status": "ACTIVE", "FeatureName": given.get("FeatureName", "")}
    roles.append(role)
    return _answer(operation, {})


def remove_role(form: Any) -> Answer:
    """A cluster or an instance has it no longer."""
    operation, holder, given = _holder(form)
    if holder is None:
        return _no_holder(given)
    roles = holder.get("AssociatedRoles", [])
    left = [one for one in roles if one["RoleArn"] != given["RoleArn"]]
    if len(left) == len(roles):
        kind = "DBCluster" if "DBClusterIdentifier" in given else "DBInstance"
        return _missing(f"{kind}RoleNotFoundFault", "Role", given["RoleArn"])
    holder["AssociatedRoles"] = left
    return _answer(operation, {})


def start_activity_stream(form: Any) -> Answer:
    """It is described; nothing is written to its Kinesis stream."""
    given = _parameters("StartActivityStream", form)
    cluster = _cluster_of(given["ResourceArn"])
    if cluster is None:
        return _missing("DBClusterNotFoundFault", "DBCluster", given["ResourceArn"])
    stream = f"aws-rds-das-{cluster['DbClusterResourceId']}"
    cluster.update(
        ActivityStreamKinesisStreamName=stream,
        ActivityStreamKmsKeyId=given["KmsKeyId"],
        ActivityStreamMode=given["Mode"],
        ActivityStreamStatus="started",
    )
    answered = {
        "ApplyImmediately": True,
        "KinesisStreamName": stream,
        "KmsKeyId": given["KmsKeyId"],
        "Mode": given["Mode"],
        "Status": "starting",
    }
    return _answer("StartActivityStream", answered)


def stop_activity_stream(form: Any) -> Answer:
    """The stream ends."""
    given = _parameters("StopActivityStream", form)
    cluster = _cluster_of(given["ResourceArn"])
    if cluster is None:
        return _missing("DBClusterNotFoundFault", "DBCluster", given["ResourceArn"])
    answered = {
        "KinesisStreamName": cluster.pop("ActivityStreamKinesisStreamName", ""),
        "KmsKeyId": cluster.pop("ActivityStreamKmsKeyId", ""),
        "Status": "stopping",
    }
    cluster.pop("ActivityStreamMode", None)
    cluster["ActivityStreamStatus"] = "stopped"
    return _answer("StopActivityStream", answered)


def copy_snapshot(form: Any) -> Answer:
    """Within the region; the copy is shared with no one."""
    given = _parameters("CopyDBSnapshot", form)
    source, target = given["SourceDBSnapshotIdentifier"], given["TargetDBSnapshotIdentifier"]
    snapshot = rds._snapshots.get(source.rpartition(":")[2])
    if snapshot is None:
        return _missing("DBSnapshotNotFound", "DBSnapshot", source)
    if target in rds._snapshots:
        taken: Answer = rds._error("DBSnapshotAlreadyExists", f"Snapshot {target} already exists.", 400)
        return taken
    arn = f"{snapshot['DBSnapshotArn'].rpartition(':')[0]}:{target}"
    copied = {**snapshot, "DBSnapshotIdentifier": target, "DBSnapshotArn": arn, "SnapshotType": "manual"}
    copied["SourceDBSnapshotIdentifier"] = snapshot["DBSnapshotArn"]
    copied.pop("shared with", None)
    copied["TagList"] = given.get("Tags") or (snapshot.get("TagList", []) if given.get("CopyTags") else [])
    rds._snapshots[target], rds._tags[arn] = copied, list(copied["TagList"])
    shown = f"<DBSnapshot>{rds._snapshot_xml(copied)}</DBSnapshot>"
    answer: Answer = rds._xml(
        200, "CopyDBSnapshotResponse", f"<CopyDBSnapshotResult>{shown}</CopyDBSnapshotResult>"
    )
    return answer


def snapshot_attributes(form: Any) -> Answer:
    """Which accounts may restore a snapshot."""
    name = rds._p(form, "DBSnapshotIdentifier")
    if name not in rds._snapshots:
        return _missing("DBSnapshotNotFound", "DBSnapshot", name)
    return _shared("DescribeDBSnapshotAttributes", name)


def share_snapshot(form: Any) -> Answer:
    """Accounts are added or taken away."""
    given = _parameters("ModifyDBSnapshotAttribute", form)
    name = given["DBSnapshotIdentifier"]
    snapshot = rds._snapshots.get(name)
    if snapshot is None:
        return _missing("DBSnapshotNotFound", "DBSnapshot", name)
    gone = given.get("ValuesToRemove") or []
    kept = [one for one in snapshot.get("shared with", []) if one not in gone]
    snapshot["shared with"] = [*kept, *(given.get("ValuesToAdd") or [])]
    return _shared("ModifyDBSnapshotAttribute", name)


ADDED: dict[str, Callable[[Any], Answer]] = {
    "AddRoleToDBCluster": add_role,
    "AddRoleToDBInstance": add_role,
    "DescribeDBSnapshotAttributes": snapshot_attributes,
    "ModifyDBSnapshotAttribute": share_snapshot,
    "ModifyOptionGroup": modify_option_group,
    "RemoveRoleFromDBCluster": remove_role,
    "RemoveRoleFromDBInstance": remove_role,
    "StartActivityStream": start_activity_stream,
    "StopActivityStream": stop_activity_stream,
}


def _holder(form: Any) -> tuple[str, Record | None, Record]:
    operation = rds._p(form, "Action")
    given = _parameters(operation, form)
    if "DBClusterIdentifier" in given:
        return operation, rds._resolve_cluster_in_request_region(given["DBClusterIdentifier"]), given
    return operation, rds._resolve_instance(given["DBInstanceIdentifier"]), given


def _no_holder(given: Record) -> Answer:
    if "DBClusterIdentifier" in given:
        return _missing("DBClusterNotFoundFault", "DBCluster", given["DBClusterIdentifier"])
    return _missing("DBInstanceNotFound", "DBInstance", given["DBInstanceIdentifier"])


def _cluster_of(arn: str) -> Record | None:
    found: Record | None = rds._resolve_cluster_in_request_region(arn.rpartition(":")[2])
    return found


def _shared(operation: str, name: str) -> Answer:
    attribute = {
        "AttributeName": "restore",
        "AttributeValues": rds._snapshots[name].get("shared with", []),
    }
    shown = {"DBSnapshotAttributes": [attribute], "DBSnapshotIdentifier": name}
    return _answer(operation, {"DBSnapshotAttributesResult": shown})


def _parameters(operation: str, form: Any) -> Record:
    shape = query_protocol.model("rds").operation_model(operation).input_shape
    assert shape is not None
    flat = {key: value[0] if isinstance(value, list) else value for key, value in form.items()}
    return query_protocol.parse(flat, shape) or {}


def _answer(operation: str, result: Record) -> Answer:
    shape = query_protocol.model("rds").operation_model(operation).output_shape
    content = query_protocol.serialize(result, shape) if shape is not None else ""
    text = f"<{operation}Result>{content}</{operation}Result>" if shape is not None else ""
    answer: Answer = rds._xml(200, f"{operation}Response", text)
    return answer


def _missing(code: str, kind: str, name: str) -> Answer:
    answer: Answer = rds._error(code, f"{kind} {name} not found.", 404)
    return answer
