"""ElastiCache: values that it refuses and that its model allows.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
"""

import re

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values, windows

# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html
_VERSIONS = {
    "redis": re.compile(r"3\.2\.(4|6|10)|4\.0\.10|5\.0\.[0-6]|6\.(0|2|x|2\.6|0\.5)|7\.[01]"),
    "valkey": re.compile(r"7\.2|8\.[0-2]|9\.[0-2]"),
    "memcached": re.compile(r"1\.4\.(5|14|24|33|34)|1\.5\.(10|16)|1\.6\.(6|12|17|22)"),
}
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
_NODE = re.compile(
    r"cache\.(t2|t3|t4g)\.(micro|small|medium)"
    r"|cache\.(m3|m4|m5|m6g|m7g|m8g|r3|r4|r5|r6g|r6gd|r7g|r8g|c7gn)\.(medium|large|(2|4|8|10|12|16|24)?xlarge)"
)
_LEAST_WINDOW = 60  # minutes
_MOST_RETENTION = 35


@values("CreateReplicationGroup", "CreateCacheCluster")
def engine_version(request: Request) -> Refusal | None:
    """A version of the engine that exists."""
    given = request.parameters
    default = "redis" if request.operation == "CreateReplicationGroup" else "memcached"
    name, version = given.get("Engine", default), given.get("EngineVersion")
    if name not in _VERSIONS:
        return _value(f"Invalid engine: {name}")
    if version and not _VERSIONS[name].fullmatch(version):
        return Refusal("InvalidParameterCombination", f"Cannot find version {version} for {name}")
    return None


@values("CreateReplicationGroup", "ModifyReplicationGroup", "CreateCacheCluster", "ModifyCacheCluster")
def node_type(request: Request) -> Refusal | None:
    """A type that exists."""
    name = request.parameters.get("CacheNodeType")
    if name and not _NODE.fullmatch(name):
        return _value(f"Invalid cache node type: {name}")
    return None


@values("CreateReplicationGroup", "ModifyReplicationGroup", "CreateCacheCluster", "ModifyCacheCluster")
def snapshots(request: Request) -> Refusal | None:
    """Up to 35 days; windows of an hour at least that do not overlap."""
    given = request.parameters
    if not 0 <= given.get("SnapshotRetentionLimit", 0) <= _MOST_RETENTION:
        return _value(f"Invalid snapshot retention limit: {given['SnapshotRetentionLimit']}.")
    snapshot, maintenance = given.get("SnapshotWindow"), given.get("PreferredMaintenanceWindow")
    each_day = windows.daily(snapshot) if snapshot else None
    each_week = windows.weekly(maintenance) if maintenance else None
    if snapshot and (each_day is None or windows.length(each_day) < _LEAST_WINDOW):
        return _value(
            f"Invalid snapshot window: {snapshot}. Must be hh24:mi-hh24:mi and at least 60 minutes."
        )
    if maintenance and (each_week is None or windows.length(each_week) < _LEAST_WINDOW):
        return _value(
            f"Invalid maintenance window: {maintenance}. Must be ddd:hh24:mi-ddd:hh24:mi and at least "
            "60 minutes."
        )
    if each_day and each_week and windows.overlap(each_day, each_week):
        return _value("The snapshot window and maintenance window must not overlap.")
    return None


@values("CreateUser")
def user(request: Request) -> Refusal | None:
    """The user `default` is there from the start: a user of that name has another id."""
    if request.parameters["UserId"] == "default":
        return Refusal("UserAlreadyExists", "User default already exists.")
    return None


def _value(message: str) -> Refusal:
    return Refusal("InvalidParameterValue", message)
