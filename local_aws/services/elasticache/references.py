"""ElastiCache. https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteUserGroup.html

MiniStack itself refuses subnet groups of caches. A user may go while groups have it, unless it is their
default one.
"""

from collections.abc import Iterator
from typing import Any

from ministack.services import elasticache

from local_aws.references import existing, networks
from local_aws.references.rules import Parameters, Rule


def _caches() -> Iterator[tuple[str, Any]]:
    yield from list(elasticache._replication_groups.items())
    yield from list(elasticache._clusters.items())
    yield from list(elasticache._serverless_caches.items())


def placed() -> networks.Placed:
    for name, cache in _caches():
        group = elasticache._subnet_groups.get(cache.get("CacheSubnetGroupName"))
        own = [cache.get(member) for member in ("SecurityGroups", "SecurityGroupIds", "SubnetIds")]
        yield name, [*own, group]


def _in_parameter_group(parameters: Parameters) -> Iterator[str]:
    for name, cache in _caches():
        of_cluster = (cache.get("CacheParameterGroup") or {}).get("CacheParameterGroupName")
        if parameters["CacheParameterGroupName"] in (of_cluster, cache.get("CacheParameterGroupName")):
            yield name


def _in_user_group(parameters: Parameters) -> Iterator[str]:
    for name, cache in _caches():
        if parameters["UserGroupId"] in (*(cache.get("UserGroupIds") or ()), cache.get("UserGroupId")):
            yield name


def _with_default_user(parameters: Parameters) -> Iterator[str]:
    user = elasticache._users.get(parameters["UserId"]) or {}
    for name, group in list(elasticache._user_groups.items()):
        if user.get("UserName") == "default" and parameters["UserId"] in group["UserIds"]:
            yield name


def _unknown_subnet_group(parameters: Parameters) -> Iterator[str]:
    name = parameters.get("CacheSubnetGroupName")
    if name and name != "default" and name not in elasticache._subnet_groups:
        yield name


def _unknown_parameter_group(parameters: Parameters) -> Iterator[str]:
    name = parameters.get("CacheParameterGroupName")
    if name and not name.startswith("default.") and name not in elasticache._param_groups:
        yield name


def _unknown_snapshot(parameters: Parameters) -> Iterator[str]:
    name = parameters.get("SnapshotName")
    if name and name not in elasticache._snapshots:
        yield name


def _unknown_users(parameters: Parameters) -> Iterator[str]:
    for user in (*(parameters.get("UserIds") or ()), *(parameters.get("UserIdsToAdd") or ())):
        if user != "default" and user not in elasticache._users:
            yield user


MISSING = (
    Rule(
        "CreateReplicationGroup CreateCacheCluster",
        _unknown_subnet_group,
        "CacheSubnetGroupNotFoundFault",
        "Cache subnet group {found} does not exist.",
    ),
    Rule(
        "CreateReplicationGroup CreateCacheCluster ModifyReplicationGroup ModifyCacheCluster",
        _unknown_parameter_group,
        "CacheParameterGroupNotFound",
        "CacheParameterGroup not found: {found}",
        404,
    ),
    Rule(
        "CreateReplicationGroup CreateCacheCluster",
        _unknown_snapshot,
        "SnapshotNotFoundFault",
        "Snapshot {found} does not exist.",
        404,
    ),
    Rule(
        "CreateReplicationGroup CreateCacheCluster CreateServerlessCache ModifyReplicationGroup",
        lambda parameters: existing.missing_groups(parameters.get("SecurityGroupIds")),
        "InvalidParameterValue",
        "Some security group(s) do not exist: {all}",
    ),
    Rule("CreateUserGroup ModifyUserGroup", _unknown_users, "UserNotFound", "User {found} not found.", 404),
)

IN_USE = (
    Rule(
        "DeleteCacheParameterGroup",
        _in_parameter_group,
        "InvalidCacheParameterGroupState",
        "One or more cache clusters are still members of this parameter group {CacheParameterGroupName}, so"
        " the group cannot be deleted.",
    ),
    Rule(
        "DeleteUserGroup",
        _in_user_group,
        "InvalidUserGroupState",
        "User group {UserGroupId} is associated with {found} and cannot be deleted.",
    ),
    Rule(
        "DeleteUser",
        _with_default_user,
        "DefaultUserAssociatedToUserGroup",
        "The default user {UserId} is associated with user group {found} and cannot be deleted.",
    ),
)
