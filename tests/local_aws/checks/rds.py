"""RDS and Aurora: whether a local AWS does as AWS does."""

import json
from typing import Any

from botocore.exceptions import ClientError

from tests import sql
from tests.local_aws.checks import ROLE, check, name, query

INSTANCE = {"Engine": "postgres", "DBInstanceClass": "db.t4g.medium", "MasterUsername": "administrator"}
WRITTEN = {
    "CACertificateIdentifier": "rds-ca-rsa4096-g1",
    "DatabaseInsightsMode": "advanced",
    "PerformanceInsightsRetentionPeriod": 465,
    "PreferredBackupWindow": "01:00-02:00",
    "StorageThroughput": 600,
}


@check
def database_settings(aws: Any) -> bool:
    rds, database = aws.client("rds"), name()
    members = ("KmsKeyId", "PerformanceInsightsKMSKeyId")
    keys = {each: aws.client("kms").create_key()["KeyMetadata"]["Arn"] for each in members}
    written = {**WRITTEN, **keys}
    rds.create_db_instance(
        **INSTANCE,
        **written,
        DBInstanceIdentifier=database,
        EnableCloudwatchLogsExports=["postgresql"],
        MasterUserPassword="a-password",
        MultiAZ=True,
    )
    rds.modify_db_instance(
        DBInstanceIdentifier=database,
        ApplyImmediately=True,
        CloudwatchLogsExportConfiguration={"EnableLogTypes": ["upgrade"], "DisableLogTypes": ["postgresql"]},
        EnablePerformanceInsights=True,
    )
    rds.create_db_instance_read_replica(
        SourceDBInstanceIdentifier=database,
        DBInstanceIdentifier=f"{database}-copy",
        DBInstanceClass="db.r7g.large",
    )
    rds.create_db_cluster(
        DBClusterIdentifier=database,
        Engine="postgres",
        MasterUsername="administrator",
        MasterUserPassword="a-password",
        AllocatedStorage=100,
        DBClusterInstanceClass="db.m6gd.large",
        EnableCloudwatchLogsExports=["postgresql"],
        MonitoringInterval=15,
        ServerlessV2ScalingConfiguration={"MinCapacity": 0, "MaxCapacity": 4, "SecondsUntilAutoPause": 600},
        StorageType="gp3",
    )
    instance, copy = (
        rds.describe_db_instances(DBInstanceIdentifier=each)["DBInstances"][0]
        for each in (database, f"{database}-copy")
    )
    cluster = rds.describe_db_clusters(DBClusterIdentifier=database)["DBClusters"][0]
    return (
        {key: instance[key] for key in written} == written
        and instance["EnabledCloudwatchLogsExports"] == ["upgrade"]
        and instance["PerformanceInsightsEnabled"]
        and (copy["DBInstanceClass"], copy["MultiAZ"], copy["BackupRetentionPeriod"])
        == ("db.r7g.large", False, 0)
        and (cluster["AllocatedStorage"], cluster["DBClusterInstanceClass"], cluster["StorageType"])
        == (100, "db.m6gd.large", "gp3")
        and cluster["EnabledCloudwatchLogsExports"] == ["postgresql"]
        and cluster["MonitoringInterval"] == 15
        and cluster["ServerlessV2ScalingConfiguration"]
        == {"MinCapacity": 0.0, "MaxCapacity": 4.0, "SecondsUntilAutoPause": 600}
    )


@check
def managed_passwords_of_instances(aws: Any) -> bool:
    rds, secrets, database = aws.client("rds"), aws.client("secretsmanager"), name()
    rds.create_db_instance(**INSTANCE, DBInstanceIdentifier=database, ManageMasterUserPassword=True)
    (found,) = rds.describe_db_instances(DBInstanceIdentifier=database)["DBInstances"]
    arn = found["MasterUserSecret"]["SecretArn"]
    content = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
    rds.delete_db_instance(DBInstanceIdentifier=database, SkipFinalSnapshot=True)
    try:
        secrets.describe_secret(SecretId=arn)
    except ClientError:
        return content["username"] == "administrator" and len(content["password"]) >= 16
    return False


@check
def managed_passwords_of_clusters(aws: Any) -> bool:
    rds, cluster = aws.client("rds"), name()
    settings = {"Engine": "aurora-postgresql", "MasterUsername": "writer", "MasterUserPassword": "a-password"}
    rds.create_db_cluster(DBClusterIdentifier=cluster, **settings)
    rds.modify_db_cluster(DBClusterIdentifier=cluster, ManageMasterUserPassword=True, ApplyImmediately=True)
    (found,) = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"]
    arn = (found.get("MasterUserSecret") or {}).get("SecretArn", "none")
    if ":secret:rds!cluster-" not in arn:
        return False
    held = json.loads(aws.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
    rds.modify_db_cluster(
        DBClusterIdentifier=cluster, ManageMasterUserPassword=False, MasterUserPassword="another-one"
    )
    (after,) = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"]
    return held["username"] == "writer" and "MasterUserSecret" not in after


@check
def endpoints_of_clusters(aws: Any) -> bool:
    rds, cluster = aws.client("rds"), name()
    made = rds.create_db_cluster(
        DBClusterIdentifier=cluster,
        Engine="aurora-postgresql",
        MasterUsername="administrator",
        MasterUserPassword="a-password",
    )["DBCluster"]
    rds.create_db_instance(
        DBInstanceIdentifier=f"{cluster}-one",
        DBClusterIdentifier=cluster,
        DBInstanceClass="db.serverless",
        Engine="aurora-postgresql",
    )
    (found,) = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"]
    names = ("Endpoint", "ReaderEndpoint", "Port")
    return [found[each] for each in names] == [made[each] for each in names]


@check
def instances_by_resource_id(aws: Any) -> bool:
    rds, one, two = aws.client("rds"), name(), name()
    for each in (one, two):
        rds.create_db_instance(**INSTANCE, DBInstanceIdentifier=each, MasterUserPassword="a-password")
    (found,) = rds.describe_db_instances(DBInstanceIdentifier=one)["DBInstances"]
    filters = [{"Name": "dbi-resource-id", "Values": [found["DbiResourceId"]]}]
    listed = rds.describe_db_instances(Filters=filters)["DBInstances"]
    return [each["DBInstanceIdentifier"] for each in listed] == [one]


@check
def last_snapshots_of_clusters(aws: Any) -> bool:
    rds, cluster = aws.client("rds"), name()
    rds.create_db_cluster(
        DBClusterIdentifier=cluster,
        Engine="aurora-postgresql",
        MasterUsername="administrator",
        MasterUserPassword="a-password",
    )
    rds.delete_db_cluster(DBClusterIdentifier=cluster, FinalDBSnapshotIdentifier=f"{cluster}-last")
    found = rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier=f"{cluster}-last")
    return [each["Status"] for each in found["DBClusterSnapshots"]] == ["available"]


@check
def databases_answer(aws: Any) -> bool:
    sql.needed()
    made = aws.client("rds").create_db_instance(
        **INSTANCE, DBInstanceIdentifier=name(), DBName="orders", MasterUserPassword="a-password"
    )["DBInstance"]
    login = {"host": made["Endpoint"]["Address"], "port": made["Endpoint"]["Port"], "dbname": "orders"}
    return sql.run(
        login | {"user": "administrator", "password": "a-password"}, "SELECT current_user, current_database()"
    ) == [["administrator", "orders"]]


@check
def data_api(aws: Any) -> bool:
    sql.needed()
    rds, cluster = aws.client("rds"), name()
    made = rds.create_db_cluster(
        DBClusterIdentifier=cluster,
        EnableHttpEndpoint=True,
        Engine="aurora-postgresql",
        ManageMasterUserPassword=True,
        MasterUsername="administrator",
    )["DBCluster"]
    rds.create_db_instance(
        DBInstanceIdentifier=f"{cluster}-one",
        DBClusterIdentifier=cluster,
        DBInstanceClass="db.serverless",
        Engine="aurora-postgresql",
    )
    answer = aws.client("rds-data").execute_statement(
        resourceArn=made["DBClusterArn"],
        secretArn=made["MasterUserSecret"]["SecretArn"],
        sql="SELECT :one + 1, current_user::text",
        parameters=[{"name": "one", "value": {"longValue": 1}}],
    )
    return bool(answer["records"] == [[{"longValue": 2}, {"stringValue": "administrator"}]])


@check
def versions_by_default(aws: Any) -> bool:
    rds = aws.client("rds")
    [offered] = rds.describe_db_engine_versions(Engine="mariadb", DefaultOnly=True)["DBEngineVersions"]
    made = rds.create_db_instance(
        DBInstanceIdentifier=name(),
        DBInstanceClass="db.t4g.micro",
        Engine="mariadb",
        AllocatedStorage=20,
        MasterUsername="owner",
        MasterUserPassword="of-nothing-1",
    )
    return bool(made["DBInstance"]["EngineVersion"] == offered["EngineVersion"] == "11.8.5")


@check
def options_roles_streams_and_shared_snapshots(aws: Any) -> bool:
    rds, group = aws.client("rds"), name()
    rds.create_option_group(
        OptionGroupName=group, EngineName="mysql", MajorEngineVersion="8.0", OptionGroupDescription="any"
    )
    setting = {"Name": "SERVER_AUDIT_EVENTS", "Value": "CONNECT"}
    option = {"OptionName": "MARIADB_AUDIT_PLUGIN", "OptionSettings": [setting]}
    rds.modify_option_group(OptionGroupName=group, OptionsToInclude=[option])
    [found] = rds.describe_option_groups(OptionGroupName=group)["OptionGroupsList"]
    cluster = rds.create_db_cluster(
        DBClusterIdentifier=name(),
        Engine="aurora-postgresql",
        MasterUsername="owner",
        MasterUserPassword="of-nothing-1",
    )["DBCluster"]
    which = {"DBClusterIdentifier": cluster["DBClusterIdentifier"]}
    rds.add_role_to_db_cluster(**which, RoleArn=ROLE, FeatureName="s3Import")
    rds.start_activity_stream(ResourceArn=cluster["DBClusterArn"], Mode="async", KmsKeyId="any")
    [made] = rds.describe_db_clusters(**which)["DBClusters"]
    rds.remove_role_from_db_cluster(**which, RoleArn=ROLE)
    rds.stop_activity_stream(ResourceArn=cluster["DBClusterArn"])
    [ended] = rds.describe_db_clusters(**which)["DBClusters"]
    return (
        found["Options"][0]["OptionSettings"][0]["Value"] == "CONNECT"
        and made["AssociatedRoles"][0]["FeatureName"] == "s3Import"
        and made["ActivityStreamStatus"] == "started"
        and not ended.get("AssociatedRoles")
        and ended["ActivityStreamStatus"] == "stopped"
    )


@check
def copied_snapshots(aws: Any) -> bool:
    rds, made = aws.client("rds"), name()
    rds.create_db_instance(
        DBInstanceIdentifier=made,
        DBInstanceClass="db.t4g.micro",
        Engine="mariadb",
        AllocatedStorage=20,
        MasterUsername="owner",
        MasterUserPassword="of-nothing-1",
    )
    tags = [{"Key": "team", "Value": "orders"}]
    source = rds.create_db_snapshot(DBInstanceIdentifier=made, DBSnapshotIdentifier=f"{made}-1", Tags=tags)
    arn = source["DBSnapshot"]["DBSnapshotArn"]
    asked = {"SourceDBSnapshotIdentifier": arn, "TargetDBSnapshotIdentifier": f"{made}-2"}
    copied = rds.copy_db_snapshot(**asked, CopyTags=True)["DBSnapshot"]
    [found] = rds.describe_db_snapshots(DBSnapshotIdentifier=f"{made}-2")["DBSnapshots"]
    try:
        rds.copy_db_snapshot(**asked)
    except ClientError as refused:
        code = refused.response["Error"]["Code"]
    kept = rds.list_tags_for_resource(ResourceName=copied["DBSnapshotArn"])["TagList"]
    assert (found["DBInstanceIdentifier"], found["SourceDBSnapshotIdentifier"]) == (made, arn)
    return bool(kept == tags and code == "DBSnapshotAlreadyExists")


def document_database(aws: Any) -> str:
    """What CreateDBInstance answers for a new instance of DocumentDB, in a cluster of its own."""
    docdb, cluster = aws.client("docdb"), name()
    owner = {"MasterUsername": "owner", "MasterUserPassword": "of-nothing-1"}
    docdb.create_db_cluster(DBClusterIdentifier=cluster, Engine="docdb", **owner)
    asked = {
        "Action": "CreateDBInstance",
        "DBClusterIdentifier": cluster,
        "DBInstanceClass": "db.r5.large",
        "DBInstanceIdentifier": f"{cluster}-0",
        "Engine": "docdb",
        "Version": "2014-10-31",
    }
    return query(aws, "rds", asked)


@check
def booleans_of_document_databases(aws: Any) -> bool:
    written = document_database(aws)
    return (
        "<AutoMinorVersionUpgrade>true</AutoMinorVersionUpgrade>" in written
        and "<IAMDatabaseAuthenticationEnabled>false</IAMDatabaseAuthenticationEnabled>" in written
    )


@check
def resources_among_document_databases(aws: Any) -> bool:
    document_database(aws)
    wanted = [{"Name": "dbi-resource-id", "Values": ["db-ABSENT"]}]
    return not aws.client("rds").describe_db_instances(Filters=wanted)["DBInstances"]


@check
def restored_databases(aws: Any) -> bool:
    rds, cluster = aws.client("rds"), name()
    settings = {"Engine": "aurora-postgresql", "MasterUsername": "writer", "MasterUserPassword": "a-password"}
    rds.create_db_cluster(DBClusterIdentifier=cluster, DatabaseName="orders", **settings)
    rds.create_db_cluster_snapshot(DBClusterIdentifier=cluster, DBClusterSnapshotIdentifier=f"{cluster}-kept")
    rds.delete_db_cluster(DBClusterIdentifier=cluster, SkipFinalSnapshot=True)
    found = rds.restore_db_cluster_from_snapshot(
        DBClusterIdentifier=cluster, SnapshotIdentifier=f"{cluster}-kept", Engine="aurora-postgresql"
    )["DBCluster"]
    copy = rds.restore_db_cluster_to_point_in_time(
        DBClusterIdentifier=f"{cluster}-copy", SourceDBClusterIdentifier=cluster, UseLatestRestorableTime=True
    )["DBCluster"]
    return [(each["DatabaseName"], each["MasterUsername"]) for each in (found, copy)] == [
        ("orders", "writer")
    ] * 2
