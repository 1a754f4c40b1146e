"""ElastiCache: whether a local AWS does as AWS does."""

from typing import Any

from valkey.exceptions import ConnectionError

from tests import cache
from tests.local_aws.checks import check, name, query
from tests.local_aws.checks.ec2_networks import subnet, vpc


@check
def cache_users(aws: Any) -> bool:
    user = name()
    form = {
        "Action": "CreateUser",
        "AccessString": "on ~* &* +@all",
        "AuthenticationMode.Type": "iam",
        "Engine": "valkey",
        "UserId": user,
        "UserName": user,
        "Version": "2015-02-02",
    }
    query(aws, "elasticache", form)
    described = query(
        aws, "elasticache", {"Action": "DescribeUsers", "UserId": user, "Version": "2015-02-02"}
    )
    return "<AccessString>on ~* &amp;* +@all</AccessString>" in described and "<Type>iam</Type>" in described


@check
def cache_parameters(aws: Any) -> bool:
    caches, group = aws.client("elasticache"), name()
    caches.create_cache_parameter_group(
        CacheParameterGroupName=group, CacheParameterGroupFamily="valkey8", Description="d"
    )
    setting = {"ParameterName": "timeout", "ParameterValue": "60"}
    caches.modify_cache_parameter_group(CacheParameterGroupName=group, ParameterNameValues=[setting])
    described = caches.describe_cache_parameters(CacheParameterGroupName=group, Source="user")["Parameters"]
    every = caches.describe_cache_parameters(CacheParameterGroupName=group)["Parameters"]
    return [each["ParameterName"] for each in described] == ["timeout"] and len(every) > 1


def replication_group(aws: Any, **settings: Any) -> str:
    group = name()
    aws.client("elasticache").create_replication_group(
        ReplicationGroupId=group,
        ReplicationGroupDescription="d",
        Engine="valkey",
        CacheNodeType="cache.t4g.small",
        NumCacheClusters=1,
        **settings,
    )
    return group


@check
def cache_upgrades(aws: Any) -> bool:
    group = replication_group(aws, AutoMinorVersionUpgrade=True)
    clusters = aws.client("elasticache").describe_cache_clusters()["CacheClusters"]
    return next(each for each in clusters if each["ReplicationGroupId"] == group)["AutoMinorVersionUpgrade"]


@check
def replication_group_keys(aws: Any) -> bool:
    key = "arn:aws:kms:eu-west-1:000000000000:key/any"
    group = replication_group(aws, KmsKeyId=key, AtRestEncryptionEnabled=True)
    (described,) = aws.client("elasticache").describe_replication_groups(ReplicationGroupId=group)[
        "ReplicationGroups"
    ]
    return bool(described["KmsKeyId"] == key)


@check
def replication_group_sizes(aws: Any) -> bool:
    caches, group = aws.client("elasticache"), replication_group(aws)
    caches.modify_replication_group(ReplicationGroupId=group, CacheNodeType="cache.r7g.large")
    clusters = caches.describe_cache_clusters()["CacheClusters"]
    sizes = {each["CacheNodeType"] for each in clusters if each["ReplicationGroupId"] == group}
    return sizes == {"cache.r7g.large"}


@check
def memcached_clusters(aws: Any) -> bool:
    caches, group, cluster, network = aws.client("elasticache"), name(), name(), vpc(aws)
    subnets = [
        subnet(aws, network, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-west-1{letter}")
        for number, letter in enumerate("ab", start=1)
    ]
    caches.create_cache_subnet_group(
        CacheSubnetGroupName=group, CacheSubnetGroupDescription="d", SubnetIds=subnets
    )
    group_id = aws.client("ec2").create_security_group(GroupName=group, VpcId=network, Description="d")[
        "GroupId"
    ]
    caches.create_cache_cluster(
        AZMode="cross-az",
        CacheClusterId=cluster,
        CacheNodeType="cache.t4g.small",
        CacheSubnetGroupName=group,
        Engine="memcached",
        NumCacheNodes=2,
        Port=11211,
        SecurityGroupIds=[group_id],
    )
    (made,) = caches.describe_cache_clusters(CacheClusterId=cluster, ShowCacheNodeInfo=True)["CacheClusters"]
    return (
        made["PreferredAvailabilityZone"] == "Multiple"
        and {node["CustomerAvailabilityZone"] for node in made["CacheNodes"]} == {"eu-west-1a", "eu-west-1b"}
        and made["ConfigurationEndpoint"]["Port"] == 11211
        and [each["SecurityGroupId"] for each in made["SecurityGroups"]] == [group_id]
    )


@check
def caches_answer(aws: Any) -> bool:
    cache.needed()
    caches, group = aws.client("elasticache"), replication_group(aws)
    described = caches.describe_replication_groups(ReplicationGroupId=group)["ReplicationGroups"][0]
    try:
        answered: bool = cache.connect(described["NodeGroups"][0]["PrimaryEndpoint"]).ping()
    except ConnectionError:
        return False
    return answered


@check
def cache_passwords(aws: Any) -> bool:
    cache.needed()
    caches, user = aws.client("elasticache"), name()
    caches.create_user(
        UserId=user,
        UserName=user,
        Engine="valkey",
        AccessString="on ~* +@all",
        AuthenticationMode={"Type": "password", "Passwords": ["a-long-password-1", "a-long-password-2"]},
    )
    caches.create_user_group(UserGroupId=user, Engine="valkey", UserIds=[user])
    group = replication_group(aws, UserGroupIds=[user])
    described = caches.describe_replication_groups(ReplicationGroupId=group)["ReplicationGroups"][0]
    at = described["NodeGroups"][0]["PrimaryEndpoint"]
    try:
        return all(
            cache.connect(at, username=user, password=password).ping()
            for password in ("a-long-password-1", "a-long-password-2")
        )
    except ConnectionError:
        return False


@check
def snapshots_of_caches(aws: Any) -> bool:
    caches, group = aws.client("elasticache"), replication_group(aws)
    caches.delete_replication_group(ReplicationGroupId=group, FinalSnapshotIdentifier=f"{group}-last")
    found = caches.describe_snapshots(ReplicationGroupId=group)["Snapshots"]
    return [each["SnapshotName"] for each in found] == [f"{group}-last"]
