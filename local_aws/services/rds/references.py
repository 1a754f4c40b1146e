"""RDS and Aurora: what databases, clusters and proxies use.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html
"""

from collections.abc import Iterator
from typing import Any

from ministack.services import rds

from local_aws.references import existing, networks
from local_aws.references.named_keys import unusable
from local_aws.references.rules import Parameters, Rule, all_of


def placed() -> networks.Placed:
    for database in (*all_of(rds._instances), *all_of(rds._clusters)):
        name = database.get("DBInstanceIdentifier") or database["DBClusterIdentifier"]
        group = rds._subnet_groups.get(_subnet_group(database))
        yield name, [database.get("VpcSecurityGroups"), group]
    for proxy in (*all_of(rds._db_proxies), *all_of(rds._db_proxy_endpoints)):
        yield proxy["DBProxyName"], [proxy["VpcSecurityGroupIds"], proxy["VpcSubnetIds"]]


def _subnet_group(database: Any) -> str:
    group = database.get("DBSubnetGroup") or ""
    return str(group.get("DBSubnetGroupName") if isinstance(group, dict) else group)


def _in_subnet_group(parameters: Parameters) -> Iterator[str]:
    for database in all_of(rds._instances):
        if _subnet_group(database) == parameters["DBSubnetGroupName"]:
            yield f"instance: {database['DBInstanceIdentifier']}"
    for cluster in all_of(rds._clusters):
        if _subnet_group(cluster) == parameters["DBSubnetGroupName"]:
            yield f"cluster: {cluster['DBClusterIdentifier']}"


def _in_parameter_group(parameters: Parameters) -> Iterator[str]:
    for database in all_of(rds._instances):
        for group in database.get("DBParameterGroups") or ():
            if group["DBParameterGroupName"] == parameters["DBParameterGroupName"]:
                yield database["DBInstanceIdentifier"]


def _in_cluster_parameter_group(parameters: Parameters) -> Iterator[str]:
    for cluster in all_of(rds._clusters):
        if cluster.get("DBClusterParameterGroup") == parameters["DBClusterParameterGroupName"]:
            yield cluster["DBClusterIdentifier"]


def _in_option_group(parameters: Parameters) -> Iterator[str]:
    for database in all_of(rds._instances):
        for group in database.get("OptionGroupMemberships") or ():
            if group["OptionGroupName"] == parameters["OptionGroupName"]:
                yield database["DBInstanceIdentifier"]


def _cluster(parameters: Parameters) -> Any:
    return rds._resolve_cluster_in_request_region(parameters["DBClusterIdentifier"]) or {}


def _instances(parameters: Parameters) -> Iterator[str]:
    cluster = _cluster(parameters)
    if not cluster.get("DeletionProtection"):  # which it says first
        yield from (member["DBInstanceIdentifier"] for member in cluster.get("DBClusterMembers") or ())


def _global(parameters: Parameters) -> Iterator[str]:
    cluster = _cluster(parameters)
    if cluster.get("GlobalClusterIdentifier") and not cluster.get("DeletionProtection"):
        yield cluster["GlobalClusterIdentifier"]


def _members(parameters: Parameters) -> Iterator[str]:
    whole = rds._resolve_global_cluster(parameters["GlobalClusterIdentifier"]) or {}
    if whole.get("GlobalClusterMembers") and not whole.get("DeletionProtection"):
        yield whole["GlobalClusterArn"]


def _unknown_subnet_group(parameters: Parameters) -> Iterator[str]:
    name = parameters.get("DBSubnetGroupName")
    if name and name != "default" and name not in rds._subnet_groups:
        yield name


MISSING = (
    Rule(
        "CreateDBInstance CreateDBCluster ModifyDBInstance",
        _unknown_subnet_group,
        "DBSubnetGroupNotFoundFault",
        "DB subnet group '{found}' does not exist.",
        404,
    ),
    Rule(
        "CreateDBInstance ModifyDBInstance CreateDBCluster ModifyDBCluster CreateDBProxy ModifyDBProxy",
        lambda parameters: existing.missing_groups(
            parameters.get("VpcSecurityGroupIds") or parameters.get("SecurityGroups")
        ),
        "InvalidParameterValue",
        "Invalid security group , groupId= {found}, groupName=.",
    ),
    Rule(
        "CreateDBInstance CreateDBCluster ModifyDBInstance ModifyDBCluster",
        unusable("KmsKeyId", "PerformanceInsightsKMSKeyId", "MasterUserSecretKmsKeyId"),
        "KMSKeyNotAccessibleFault",
        "The specified KMS key [{found}] does not exist, is not enabled or you do not have permissions to"
        " access it.",
    ),
)

IN_USE = (
    Rule(
        "DeleteDBSubnetGroup",
        _in_subnet_group,
        "InvalidDBSubnetGroupStateFault",
        "Cannot delete the subnet group '{DBSubnetGroupName}' because at least one database {found} is still"
        " using it.",
    ),
    Rule(
        "DeleteDBParameterGroup",
        _in_parameter_group,
        "InvalidDBParameterGroupState",
        "One or more database instances are still members of this parameter group {DBParameterGroupName}, so"
        " the group cannot be deleted",
    ),
    Rule(
        "DeleteDBClusterParameterGroup",
        _in_cluster_parameter_group,
        "InvalidDBParameterGroupState",
        "One or more database clusters are still members of this cluster parameter group"
        " {DBClusterParameterGroupName}, so the group cannot be deleted",
    ),
    Rule(
        "DeleteOptionGroup",
        _in_option_group,
        "InvalidOptionGroupStateFault",
        "The option group '{OptionGroupName}' cannot be deleted because it is in use.",
    ),
    Rule(
        "DeleteDBCluster",
        _global,
        "InvalidDBClusterStateFault",
        "This cluster is a part of a global cluster, please remove it from globalcluster first",
    ),
    Rule(
        "DeleteDBCluster",
        _instances,
        "InvalidDBClusterStateFault",
        "Cluster cannot be deleted, it still contains DB instances in non-deleting state.",
    ),
    Rule(
        "DeleteGlobalCluster",
        _members,
        "InvalidGlobalClusterStateFault",
        "Global Cluster {found} is not empty",
    ),
)
