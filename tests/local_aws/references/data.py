"""Databases, caches, file systems, streams and user pools."""

from typing import Any

from tests.local_aws.references import Account, Do, kind, name

_PASSWORD = "correct-horse-9"


def _db_instance(aws: Account, **settings: Any) -> Do:
    """Makes a database; the call that takes it away."""
    made = name()
    aws.rds.create_db_instance(
        DBInstanceIdentifier=made,
        DBInstanceClass="db.t4g.micro",
        **{
            "Engine": "postgres",
            "AllocatedStorage": 20,
            "MasterUsername": "owner",
            "MasterUserPassword": _PASSWORD,
            **settings,
        },
    )
    return lambda: aws.rds.delete_db_instance(DBInstanceIdentifier=made, SkipFinalSnapshot=True)


def _db_subnet_group(aws: Account) -> str:
    made = name()
    aws.rds.create_db_subnet_group(
        DBSubnetGroupName=made, DBSubnetGroupDescription="t", SubnetIds=aws.subnets
    )
    return made


def _db_cluster(aws: Account, **settings: Any) -> tuple[str, Do]:
    """A cluster, and the call that takes it away."""
    made = name()
    credentials = {"MasterUsername": "owner", "MasterUserPassword": _PASSWORD}
    aws.rds.create_db_cluster(
        DBClusterIdentifier=made, Engine="aurora-postgresql", **{**credentials, **settings}
    )
    return made, lambda: aws.rds.delete_db_cluster(DBClusterIdentifier=made, SkipFinalSnapshot=True)


@kind("InvalidDBSubnetGroupStateFault", "because at least one database instance")
def subnet_group_of_a_database(aws: Account) -> tuple[Do, Do]:
    group = _db_subnet_group(aws)
    free = _db_instance(aws, DBSubnetGroupName=group)
    return lambda: aws.rds.delete_db_subnet_group(DBSubnetGroupName=group), free


@kind("InvalidDBSubnetGroupStateFault", "is still using it")
def subnet_group_of_a_database_cluster(aws: Account) -> tuple[Do, Do]:
    group = _db_subnet_group(aws)
    _, free = _db_cluster(aws, DBSubnetGroupName=group)
    return lambda: aws.rds.delete_db_subnet_group(DBSubnetGroupName=group), free


@kind("InvalidDBParameterGroupState", "are still members of this parameter group")
def parameter_group_of_a_database(aws: Account) -> tuple[Do, Do]:
    group = name()
    family = {"DBParameterGroupFamily": "postgres17", "Description": "t"}
    aws.rds.create_db_parameter_group(DBParameterGroupName=group, **family)
    free = _db_instance(aws, DBParameterGroupName=group)
    return lambda: aws.rds.delete_db_parameter_group(DBParameterGroupName=group), free


@kind("InvalidDBParameterGroupState", "so the group cannot be deleted")
def parameter_group_of_a_database_cluster(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName=group, DBParameterGroupFamily="aurora-postgresql17", Description="t"
    )
    _, free = _db_cluster(aws, DBClusterParameterGroupName=group)
    return lambda: aws.rds.delete_db_cluster_parameter_group(DBClusterParameterGroupName=group), free


@kind("InvalidOptionGroupStateFault", "cannot be deleted because it is in use")
def option_group_of_a_database(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.rds.create_option_group(
        OptionGroupName=group, EngineName="mysql", MajorEngineVersion="8.0", OptionGroupDescription="t"
    )
    free = _db_instance(aws, Engine="mysql", OptionGroupName=group)
    return lambda: aws.rds.delete_option_group(OptionGroupName=group), free


@kind("InvalidDBClusterStateFault", "still contains DB instances in non-deleting state")
def database_cluster_with_an_instance(aws: Account) -> tuple[Do, Do]:
    cluster, delete = _db_cluster(aws)
    instance = name()
    aws.rds.create_db_instance(
        DBInstanceIdentifier=instance,
        DBInstanceClass="db.r6g.large",
        Engine="aurora-postgresql",
        DBClusterIdentifier=cluster,
    )
    return delete, lambda: aws.rds.delete_db_instance(DBInstanceIdentifier=instance)


def _global_cluster(aws: Account) -> tuple[str, str, str, Do]:
    """A global cluster, its member, the member's ARN and what deletes the member."""
    whole = name()
    aws.rds.create_global_cluster(GlobalClusterIdentifier=whole, Engine="aurora-postgresql")
    member, delete = _db_cluster(aws, GlobalClusterIdentifier=whole)
    arn = aws.rds.describe_db_clusters(DBClusterIdentifier=member)["DBClusters"][0]["DBClusterArn"]
    return whole, member, arn, delete


@kind("InvalidGlobalClusterStateFault", "is not empty")
def global_cluster_with_a_member(aws: Account) -> tuple[Do, Do]:
    whole, _, arn, _ = _global_cluster(aws)
    return (
        lambda: aws.rds.delete_global_cluster(GlobalClusterIdentifier=whole),
        lambda: aws.rds.remove_from_global_cluster(GlobalClusterIdentifier=whole, DbClusterIdentifier=arn),
    )


@kind("InvalidDBClusterStateFault", "global cluster")
def database_cluster_of_a_global_one(aws: Account) -> tuple[Do, Do]:
    whole, _, arn, delete = _global_cluster(aws)
    return delete, lambda: aws.rds.remove_from_global_cluster(
        GlobalClusterIdentifier=whole, DbClusterIdentifier=arn
    )


def _cache(aws: Account, **settings: Any) -> Do:
    """Makes a replication group; the call that takes it away."""
    made = name()
    aws.elasticache.create_replication_group(
        ReplicationGroupId=made,
        ReplicationGroupDescription="t",
        Engine="valkey",
        CacheNodeType="cache.t4g.micro",
        NumCacheClusters=1,
        TransitEncryptionEnabled=True,
        **settings,
    )
    return lambda: aws.elasticache.delete_replication_group(ReplicationGroupId=made)


@kind("CacheSubnetGroupInUse", "is currently in use")
def subnet_group_of_a_cache(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.elasticache.create_cache_subnet_group(
        CacheSubnetGroupName=group, CacheSubnetGroupDescription="t", SubnetIds=aws.subnets
    )
    free = _cache(aws, CacheSubnetGroupName=group)
    return lambda: aws.elasticache.delete_cache_subnet_group(CacheSubnetGroupName=group), free


@kind("InvalidCacheParameterGroupState", "are still members of this parameter group")
def parameter_group_of_a_cache(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.elasticache.create_cache_parameter_group(
        CacheParameterGroupName=group, CacheParameterGroupFamily="valkey8", Description="t"
    )
    free = _cache(aws, CacheParameterGroupName=group)
    return lambda: aws.elasticache.delete_cache_parameter_group(CacheParameterGroupName=group), free


def _cache_user(aws: Account, user_name: str = "") -> str:
    made = name()
    aws.elasticache.create_user(
        UserId=made,
        UserName=user_name or made,
        Engine="valkey",
        AccessString="on ~* +@all",
        AuthenticationMode={"Type": "iam"} if not user_name else {"Type": "no-password-required"},
    )
    return made


def _user_group(aws: Account, *users: str) -> str:
    made = name()
    aws.elasticache.create_user_group(UserGroupId=made, Engine="valkey", UserIds=list(users))
    return made


@kind("InvalidUserGroupState", "")
def user_group_of_a_cache(aws: Account) -> tuple[Do, Do]:
    group = _user_group(aws, _cache_user(aws))
    free = _cache(aws, UserGroupIds=[group])
    return lambda: aws.elasticache.delete_user_group(UserGroupId=group), free


@kind("DefaultUserAssociatedToUserGroup", "")
def default_user_of_a_user_group(aws: Account) -> tuple[Do, Do]:
    user = _cache_user(aws, "default")
    group = _user_group(aws, user)
    return (
        lambda: aws.elasticache.delete_user(UserId=user),
        lambda: aws.elasticache.delete_user_group(UserGroupId=group),
    )


@kind("FileSystemInUse", "")
def file_system_with_a_mount_target(aws: Account) -> tuple[Do, Do]:
    system = aws.efs.create_file_system(CreationToken=name())["FileSystemId"]
    target = aws.efs.create_mount_target(FileSystemId=system, SubnetId=aws.subnets[0])["MountTargetId"]
    return (
        lambda: aws.efs.delete_file_system(FileSystemId=system),
        lambda: aws.efs.delete_mount_target(MountTargetId=target),
    )


@kind("ResourceInUseException", "")
def stream_with_a_consumer(aws: Account) -> tuple[Do, Do]:
    stream = name()
    aws.kinesis.create_stream(StreamName=stream, ShardCount=1)
    described = aws.kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
    both = {"StreamARN": described["StreamARN"], "ConsumerName": "own"}
    aws.kinesis.register_stream_consumer(**both)
    return (
        lambda: aws.kinesis.delete_stream(StreamName=stream),
        lambda: aws.kinesis.deregister_stream_consumer(**both),
    )


@kind("InvalidParameterException", "It has a domain configured that should be deleted first")
def user_pool_with_a_domain(aws: Account) -> tuple[Do, Do]:
    pool = aws.cognito_idp.create_user_pool(PoolName=name())["UserPool"]["Id"]
    domain = {"UserPoolId": pool, "Domain": name()}
    aws.cognito_idp.create_user_pool_domain(**domain)
    return (
        lambda: aws.cognito_idp.delete_user_pool(UserPoolId=pool),
        lambda: aws.cognito_idp.delete_user_pool_domain(**domain),
    )


@kind("SubnetGroupInUseFault", "")
def subnet_group_of_a_dax_cluster(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.dax.create_subnet_group(SubnetGroupName=group, SubnetIds=aws.subnets)
    free = _dax(aws, SubnetGroupName=group)
    return lambda: aws.dax.delete_subnet_group(SubnetGroupName=group), free


@kind("InvalidParameterGroupStateFault", "")
def parameter_group_of_a_dax_cluster(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.dax.create_parameter_group(ParameterGroupName=group)
    free = _dax(aws, ParameterGroupName=group)
    return lambda: aws.dax.delete_parameter_group(ParameterGroupName=group), free


def _dax(aws: Account, **settings: Any) -> Do:
    """Makes a cluster; the call that takes it away, which ends once it is gone."""
    cluster = name()
    aws.dax.create_cluster(
        ClusterName=cluster, NodeType="dax.t3.small", ReplicationFactor=1, IamRoleArn=aws.role, **settings
    )

    def free() -> None:
        aws.dax.delete_cluster(ClusterName=cluster)
        for _ in range(20):
            try:
                aws.dax.describe_clusters(ClusterNames=[cluster])
            except aws.dax.exceptions.ClusterNotFoundFault:
                return

    return free
