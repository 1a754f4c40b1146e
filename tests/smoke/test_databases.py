"""The databases of the gallery: what they were made with, who may connect and with what."""

import json

import pytest
from botocore.exceptions import ClientError

of_rds = pytest.mark.capability("data.rds", "apply")
of_aurora = pytest.mark.capability("data.aurora", "apply")
of_both = pytest.mark.parametrize(
    ("example", "port"),
    [
        pytest.param("rds_complete", 3306, marks=of_rds),
        pytest.param("aurora_complete", 5432, marks=of_aurora),
    ],
)


@pytest.fixture
def rds(local):
    return local.client("rds")


def instance(rds, name):
    return rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]


def cluster(rds, gallery, example):
    name = gallery[example]["database"]["name"]
    return rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]


def secret(local, database):
    found = local.client("secretsmanager").get_secret_value(SecretId=database["secret_arn"])
    return json.loads(found["SecretString"])


def resources(statements):
    return [resource for statement in statements for resource in statement["resources"]]


@of_rds
def test_a_database_stands_in_several_zones_encrypted_private_and_restorable(rds, gallery):
    found = instance(rds, gallery["rds_minimal"]["database"]["name"])
    assert found["MultiAZ"] and found["StorageEncrypted"] and not found["PubliclyAccessible"]
    assert found["BackupRetentionPeriod"] == 14 and found["CopyTagsToSnapshot"]
    assert (found["StorageType"], found["AllocatedStorage"], found["MaxAllocatedStorage"]) == ("gp3", 20, 100)
    assert len(found["DBSubnetGroup"]["Subnets"]) == 3
    assert found["EnabledCloudwatchLogsExports"] == ["postgresql", "upgrade"]
    assert found["MonitoringInterval"] == 60 and found["PerformanceInsightsEnabled"]


@of_rds
def test_a_database_has_the_settings_it_was_given(rds, gallery):
    found = instance(rds, gallery["rds_complete"]["database"]["name"])
    assert (found["Engine"], found["EngineVersion"], found["DBInstanceClass"]) == (
        "mysql",
        "8.4",
        "db.m7g.large",
    )
    assert (found["Iops"], found["StorageThroughput"], found["BackupRetentionPeriod"]) == (14000, 600, 35)
    assert "MaxAllocatedStorage" not in found  # the same as its storage: it does not grow
    assert (found["DatabaseInsightsMode"], found["PerformanceInsightsRetentionPeriod"]) == ("advanced", 465)
    assert found["KmsKeyId"] == found["PerformanceInsightsKMSKeyId"] != ""


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        pytest.param(
            "rds_complete",
            {"require_secure_transport": "1", "slow_query_log": "1", "long_query_time": "0.5"},
            marks=of_rds,
        ),
        pytest.param("rds_minimal", {"rds.force_ssl": "1"}, marks=of_rds),
    ],
)
def test_a_parameter_group_forces_tls_and_takes_parameters(rds, gallery, example, expected):
    groups = instance(rds, gallery[example]["database"]["name"])["DBParameterGroups"]
    page = rds.describe_db_parameters(DBParameterGroupName=groups[0]["DBParameterGroupName"], Source="user")
    written = {each["ParameterName"]: each["ParameterValue"] for each in page["Parameters"]}
    assert expected.items() <= written.items()


@of_rds
def test_replicas_copy_the_database_with_classes_of_their_own(rds, gallery):
    database = gallery["rds_complete"]["database"]
    copies = {key: instance(rds, f"{database['name']}-{key}") for key in database["readers"]}
    assert {key: each["DBInstanceClass"] for key, each in copies.items()} == {
        "reports": "db.r7g.large",
        "search": "db.m7g.large",
    }
    assert {each["ReadReplicaSourceDBInstanceIdentifier"] for each in copies.values()} == {database["name"]}
    assert all(each["IAMDatabaseAuthenticationEnabled"] for each in copies.values())


@of_rds
def test_the_proxy_takes_tls_and_iam_only_and_reads_its_secret_only(local, rds, gallery):
    database = gallery["rds_complete"]["database"]
    (proxy,) = rds.describe_db_proxies(DBProxyName=database["name"])["DBProxies"]
    assert proxy["RequireTLS"] and proxy["IdleClientTimeout"] == 600
    assert [(each["IAMAuth"], each["SecretArn"]) for each in proxy["Auth"]] == [
        ("REQUIRED", database["secret_arn"])
    ]
    (target,) = rds.describe_db_proxy_targets(DBProxyName=database["name"])["Targets"]
    assert target["RdsResourceId"] == database["name"]
    assert database["address"]["host"] == proxy["Endpoint"]
    role = proxy["RoleArn"].rpartition("/")[2]
    document = local.client("iam").get_role_policy(RoleName=role, PolicyName="secrets")["PolicyDocument"]
    read, decrypt = document["Statement"]
    assert read["Resource"] == database["secret_arn"]
    assert decrypt["Action"] == "kms:Decrypt" and "kms:ViaService" in str(decrypt["Condition"])


@of_rds
def test_a_cluster_has_the_settings_it_was_given(rds, gallery):
    found = cluster(rds, gallery, "rds_cluster")
    assert (found["Engine"], found["DBClusterInstanceClass"]) == ("postgres", "db.m6gd.large")
    assert (found["AllocatedStorage"], found["StorageType"], found["StorageEncrypted"]) == (100, "gp3", True)
    assert found["IAMDatabaseAuthenticationEnabled"] and found["MonitoringInterval"] == 60
    assert gallery["rds_cluster"]["database"]["readers"]["readers"]["host"] == found["ReaderEndpoint"]


@pytest.mark.parametrize(
    ("example", "owner"),
    [
        pytest.param("rds_minimal", "db", marks=of_rds),
        pytest.param("rds_cluster", "cluster", marks=of_rds),
        pytest.param("aurora_minimal", "cluster", marks=of_aurora),
    ],
)
def test_rds_keeps_the_password_where_nobody_else_does(local, gallery, example, owner):
    database = gallery[example]["database"]
    assert f":secret:rds!{owner}-" in database["secret_arn"]
    assert secret(local, database)["username"] == "administrator"


@pytest.mark.parametrize(
    "example",
    [pytest.param("rds_cluster", marks=of_rds), pytest.param("aurora_paused", marks=of_aurora)],
)
def test_rds_rotates_the_password_as_often_as_it_was_told(local, gallery, example):
    arn = gallery[example]["database"]["secret_arn"]
    found = local.client("secretsmanager").describe_secret(SecretId=arn)
    assert found["RotationEnabled"] and found["RotationRules"]["AutomaticallyAfterDays"] == 30
    assert "RotationLambdaARN" not in found


@of_both
def test_a_password_that_rds_does_not_manage_is_in_the_secret_and_not_in_the_state(
    local, gallery, example, port
):
    found = secret(local, gallery[example]["database"])
    assert found["username"] == "administrator" and len(found["password"]) == 40
    state = json.dumps(gallery.chapter(example).terraform.read_state())
    assert gallery[example]["database"]["secret_arn"] in state
    assert found["password"] not in state


@of_both
def test_only_clients_are_let_in_at_the_port(local, gallery, example, port):
    database = gallery[example]["database"]
    groups = [{"Name": "group-id", "Values": [database["security_group_id"]]}]
    rules = local.client("ec2").describe_security_group_rules(Filters=groups)["SecurityGroupRules"]
    assert rules and all((rule["FromPort"], rule["ToPort"]) == (port, port) for rule in rules)
    assert all("ReferencedGroupInfo" in rule for rule in rules)  # no range of addresses
    let_in = [rule["ReferencedGroupInfo"]["GroupId"] for rule in rules if not rule["IsEgress"]]
    names = local.client("ec2").describe_security_groups(GroupIds=sorted(set(let_in)))["SecurityGroups"]
    others = {each["GroupName"] for each in names if each["GroupId"] != database["security_group_id"]}
    assert others == {f"{database['name']}-client"}


@of_rds
def test_users_connect_by_iam_to_the_proxy_and_the_replicas_as_themselves_only(rds, gallery):
    database = gallery["rds_complete"]["database"]
    proxy = rds.describe_db_proxies(DBProxyName=database["name"])["DBProxies"][0]["DBProxyArn"]
    copies = [instance(rds, f"{database['name']}-{key}")["DbiResourceId"] for key in database["readers"]]
    (statement,) = database["grants"]["connect_orders"]
    assert statement["actions"] == ["rds-db:connect"]
    assert sorted(statement["resources"]) == sorted(
        f"arn:aws:rds-db:eu-west-1:000000000000:dbuser:{each}/orders"
        for each in [proxy.rpartition(":")[2], *copies]
    )
    assert all(resource.endswith("/reports") for resource in resources(database["grants"]["connect_reports"]))


@of_aurora
def test_users_connect_by_iam_to_the_cluster_as_themselves_only(rds, gallery):
    resource = cluster(rds, gallery, "aurora_complete")["DbClusterResourceId"]
    grants = gallery["aurora_complete"]["database"]["grants"]
    assert resources(grants["connect_orders"]) == [
        f"arn:aws:rds-db:eu-west-1:000000000000:dbuser:{resource}/orders"
    ]


@of_both
def test_the_secret_is_read_with_its_grant_and_its_key_through_secrets_manager_only(gallery, example, port):
    database = gallery[example]["database"]
    read, decrypt = database["grants"]["secret"]
    assert read["resources"] == [database["secret_arn"]]
    assert "secretsmanager:GetSecretValue" in read["actions"]
    assert decrypt["actions"] == ["kms:Decrypt"]
    assert decrypt["conditions"][0]["values"] == ["secretsmanager.eu-west-1.amazonaws.com"]


@of_aurora
def test_sql_over_https_is_granted_for_a_cluster_that_takes_it_and_for_no_other(rds, gallery):
    database = gallery["aurora_complete"]["database"]
    assert cluster(rds, gallery, "aurora_complete")["HttpEndpointEnabled"]
    sql, *read = database["grants"]["data_api"]
    assert sql["resources"] == [database["arn"]] and read == database["grants"]["secret"]
    assert all(action.startswith("rds-data:") for action in sql["actions"])
    assert not cluster(rds, gallery, "aurora_minimal")["HttpEndpointEnabled"]
    assert gallery["aurora_minimal"]["database"]["grants"]["data_api"] == []


@of_aurora
def test_a_cluster_scales_within_its_capacity_and_pauses_only_when_told(rds, gallery):
    scaling = {
        example: cluster(rds, gallery, example)["ServerlessV2ScalingConfiguration"]
        for example in ("aurora_complete", "aurora_paused")
    }
    assert scaling == {
        "aurora_complete": {"MinCapacity": 1.0, "MaxCapacity": 16.0},
        "aurora_paused": {"MinCapacity": 0.0, "MaxCapacity": 2.0, "SecondsUntilAutoPause": 600},
    }


@of_aurora
def test_a_cluster_has_a_writer_and_a_reader_of_the_settings_given(rds, gallery):
    found = cluster(rds, gallery, "aurora_complete")
    assert sorted(each["IsClusterWriter"] for each in found["DBClusterMembers"]) == [False, True]
    database = gallery["aurora_complete"]["database"]
    assert (database["address"]["host"], database["reader"]["host"]) == (
        found["Endpoint"],
        found["ReaderEndpoint"],
    )
    two = instance(rds, f"{found['DBClusterIdentifier']}-two")
    assert (two["DBInstanceClass"], two["PromotionTier"]) == ("db.serverless", 0)
    assert found["StorageType"] == "aurora-iopt1" and found["BackupRetentionPeriod"] == 35
    assert (found["DatabaseInsightsMode"], found["PerformanceInsightsRetentionPeriod"]) == ("advanced", 465)
    page = rds.describe_db_cluster_parameters(
        DBClusterParameterGroupName=found["DBClusterParameterGroup"], Source="user"
    )
    written = {each["ParameterName"]: each["ParameterValue"] for each in page["Parameters"]}
    assert written == {
        "rds.force_ssl": "1",
        "log_min_duration_statement": "500",
        "max_connections": "800",
    }


@of_aurora
def test_a_cluster_begins_a_global_database_and_writes_it(rds, gallery):
    database = gallery["aurora_complete"]["database"]
    (found,) = rds.describe_global_clusters(GlobalClusterIdentifier=database["global_cluster_id"])[
        "GlobalClusters"
    ]
    assert found["StorageEncrypted"]
    assert [(each["DBClusterArn"], each["IsWriter"]) for each in found["GlobalClusterMembers"]] == [
        (database["arn"], True)
    ]


@of_aurora
def test_a_cluster_of_another_engine_does_not_join_the_global_database(local, gallery):
    other = local.client("rds")
    with pytest.raises(ClientError) as refused:
        other.create_db_cluster(
            DBClusterIdentifier="example-stranger",
            Engine="aurora-mysql",
            GlobalClusterIdentifier=gallery["aurora_complete"]["database"]["global_cluster_id"],
        )
    assert refused.value.response["Error"]["Code"] == "InvalidParameterValue"


@of_aurora
def test_readers_come_and_go_with_the_load(local, gallery):
    name = gallery["aurora_complete"]["database"]["name"]
    scaling = local.client("application-autoscaling")
    (target,) = scaling.describe_scalable_targets(ServiceNamespace="rds", ResourceIds=[f"cluster:{name}"])[
        "ScalableTargets"
    ]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (1, 4)
    policies = scaling.describe_scaling_policies(ServiceNamespace="rds", ResourceId=f"cluster:{name}")
    (policy,) = [each for each in policies["ScalingPolicies"] if each["PolicyName"] == f"{name}-readers"]
    wanted = policy["TargetTrackingScalingPolicyConfiguration"]
    assert wanted["PredefinedMetricSpecification"] == {
        "PredefinedMetricType": "RDSReaderAverageCPUUtilization"
    }


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        pytest.param(
            "rds_complete",
            {
                "database-cpu",
                "database-connections",
                "database-free-memory",
                "database-free-storage",
                "reports-database-replica-lag",
                "search-database-replica-lag",
                "search-database-free-storage",
            },
            marks=of_rds,
        ),
        pytest.param(
            "aurora_complete",
            {
                "database-replica-lag",
                "one-database-capacity",
                "one-database-connections",
                "one-database-cpu",
                "two-database-cpu",
                "two-database-free-memory",
            },
            marks=of_aurora,
        ),
    ],
)
def test_alarms_watch_each_instance(local, gallery, example, expected):
    name = gallery[example]["database"]["name"]
    found = local.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"{name}-")["MetricAlarms"]
    assert {f"{name}-{kind}" for kind in expected} <= {alarm["AlarmName"] for alarm in found}
    assert all(alarm["AlarmActions"] for alarm in found)
    watched = {value["Value"] for alarm in found for value in alarm["Dimensions"] if value["Name"] != "Role"}
    assert all(each == name or each.startswith(f"{name}-") for each in watched)


@of_both
def test_logs_are_kept_as_long_as_told(local, gallery, example, port):
    name = gallery[example]["database"]["name"]
    kind = "instance" if example == "rds_complete" else "cluster"
    groups = local.client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/rds/{kind}/{name}")
    found = {group["logGroupName"]: group["retentionInDays"] for group in groups["logGroups"]}
    last = "slowquery" if example == "rds_complete" else "postgresql"
    assert found[f"/aws/rds/{kind}/{name}/{last}"] == 90 and set(found.values()) == {90}
