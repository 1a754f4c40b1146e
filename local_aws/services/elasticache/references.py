"""ElastiCache. https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteUserGroup.html

MiniStack itself refuses subnet groups of caches. A user may go while groups have it, unless it is their
default one.
"""

from collections.abc import Iterator
from typing import Any

from ministack.services import elasticache

from local_aws.references import networks
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
