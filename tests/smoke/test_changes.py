"""What holds data or serves requests changes in place, and then nothing is left to change."""

import pytest
from botocore.exceptions import ClientError

from tests.smoke.changing import changed
from tooling.errors import PlatformError

STORES = {
    "module.accelerator.aws_dax_cluster.this",
    "module.broker.aws_mq_broker.this",
    "module.cache.aws_elasticache_replication_group.this",
    "module.memcached.aws_elasticache_cluster.this",
    "module.serverless_cache.aws_elasticache_serverless_cache.this",
    "module.table.aws_dynamodb_table.this",
}

KEEPERS = {
    "module.bucket.aws_s3_bucket.this",
    "module.bucket.aws_s3_bucket_lifecycle_configuration.this",
    "module.bus.aws_cloudwatch_event_archive.this[0]",
    "module.bus.aws_cloudwatch_event_bus.this",
    "module.key.aws_kms_key.this",
    "module.queue.aws_sqs_queue.dead_letters[0]",
    "module.queue.aws_sqs_queue.this",
    "module.registry.aws_ecr_repository.this",
    "module.topic.aws_sns_topic.this",
}


def of(changes, *types):
    """The changes to resources of these types."""
    return {address: each for address, each in changes.actions.items() if address.split(".")[-2] in types}


def test_what_was_just_applied_plans_empty_before_and_after(changes):
    assert (changes.second_plan, changes.last_plan) == ({}, {})


@pytest.mark.capability("data.dax", "apply")
@pytest.mark.capability("data.dynamodb", "apply")
@pytest.mark.capability("data.elasticache", "apply")
@pytest.mark.capability("messaging.mq", "apply")
def test_other_tags_sizes_numbers_retention_and_settings_replace_no_store(changes):
    assert {address: changes.actions[address] for address in STORES} == dict.fromkeys(STORES, "update")


@pytest.mark.capability("data.aurora", "apply")
@pytest.mark.capability("data.rds", "apply")
def test_size_storage_version_backups_parameters_password_and_tags_replace_no_database(changes):
    assert of(changes, "aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance") == {
        "module.aurora.aws_rds_cluster.this": "update",
        'module.aurora.aws_rds_cluster_instance.this["one"]': "update",
        'module.aurora.aws_rds_cluster_instance.this["three"]': "create",
        'module.aurora.aws_rds_cluster_instance.this["two"]': "update",
        "module.rds.aws_db_instance.this[0]": "update",
        'module.rds.aws_db_instance.replica["reports"]': "create",
    }


@pytest.mark.capability("compute.container-registry", "apply")
@pytest.mark.capability("data.s3", "apply")
@pytest.mark.capability("messaging.eventbridge", "apply")
@pytest.mark.capability("messaging.sns", "apply")
@pytest.mark.capability("messaging.sqs", "apply")
@pytest.mark.capability("security.kms", "apply")
def test_other_keys_retention_times_and_tags_replace_nothing_that_keeps_messages_objects_or_images(changes):
    assert {address: changes.actions[address] for address in KEEPERS} == dict.fromkeys(KEEPERS, "update")


@pytest.mark.capability("messaging.kinesis", "apply")
def test_other_shards_mode_key_retention_consumers_and_tags_replace_no_stream(changes):
    assert of(changes, "aws_kinesis_stream", "aws_kinesis_stream_consumer") == {
        "module.on_demand.aws_kinesis_stream.this": "update",
        "module.provisioned.aws_kinesis_stream.this": "update",
        'module.provisioned.aws_kinesis_stream_consumer.this["search"]': "create",
    }


CANNOT_MOVE = {
    "aws_apigatewayv2_vpc_link",
    "aws_db_proxy",
    "aws_elasticache_serverless_cache",
    "aws_mq_broker",
}


def test_a_zone_more_moves_nothing_that_aws_cannot_move(changes):
    """Caches, databases and services take the zone; what cannot stays in the subnets that it began with."""
    assert set(of(changes, *CANNOT_MOVE).values()) <= {"update"}
    groups = of(changes, "aws_dax_subnet_group", "aws_db_subnet_group", "aws_elasticache_subnet_group")
    assert set(groups.values()) == {"update"}
    assert len(groups) == 5


def test_what_is_taken_away_is_undone(local, changes):
    dynamodb = local.client("dynamodb")
    kept = dynamodb.describe_time_to_live(TableName="taken-expiring")["TimeToLiveDescription"]
    assert kept["TimeToLiveStatus"] == "DISABLED"
    ceilings = dynamodb.describe_table(TableName="taken-expiring")["Table"]["OnDemandThroughput"]
    assert ceilings == {"MaxReadRequestUnits": 100}


def test_a_table_that_was_on_demand_begins_with_the_capacity_that_is_asked_for(local, changes):
    found = local.client("dynamodb").describe_table(TableName="taken-steady")["Table"]
    assert found["ProvisionedThroughput"]["ReadCapacityUnits"] == 50
    assert found["ProvisionedThroughput"]["WriteCapacityUnits"] == 40
    # Fixed capacity has nothing to scale, and no alarms of a policy.
    policies = local.client("application-autoscaling").describe_scaling_policies(ServiceNamespace="dynamodb")
    assert {
        each["ScalableDimension"]
        for each in policies["ScalingPolicies"]
        if each["ResourceId"] == "table/taken-steady"
    } == {"dynamodb:table:ReadCapacityUnits"}


def test_warm_functions_stay_warm_when_scaling_begins_or_ends(local, changes):
    assert of(changes, "aws_lambda_provisioned_concurrency_config") == {}
    targets = local.client("application-autoscaling").describe_scalable_targets(ServiceNamespace="lambda")
    bounds = {
        each["ResourceId"].split(":")[1]: (each["MinCapacity"], each["MaxCapacity"])
        for each in targets["ScalableTargets"]
    }
    assert (bounds["taken-fixed"], bounds["taken-scaled"]) == ((2, 4), (2, 2))


NO_LONGER_REFERRED_TO = {
    'module.cdn.aws_cloudfront_function.this["folders"]',
    'module.cdn.aws_cloudfront_origin_access_control.this["site"]',
    'module.firewall.aws_wafv2_ip_set.this["allowed-ipv4"]',
    'module.firewall.aws_wafv2_ip_set.this["allowed-ipv6"]',
    'module.graphql_api.aws_appsync_datasource.this["one"]',
    'module.http_api.aws_apigatewayv2_authorizer.this["doorman"]',
    'module.http_api.aws_apigatewayv2_integration.functions["GET /orders"]',
    'module.http_api.aws_apigatewayv2_integration.private["GET /prices"]',
    'module.lattice_service.aws_vpclattice_target_group.this["blue"]',
    'module.shrinking_cluster.aws_ecs_capacity_provider.this["graviton"]',
    'module.websocket_api.aws_apigatewayv2_authorizer.this["doorman"]',
    'module.websocket_api.aws_apigatewayv2_integration.this["send"]',
}


def test_what_is_no_longer_referred_to_is_deleted_after_what_referred_to_it(changes):
    assert {address: changes.actions[address] for address in NO_LONGER_REFERRED_TO} == dict.fromkeys(
        NO_LONGER_REFERRED_TO, "delete"
    )


def test_a_renamed_network_keeps_its_subnets_and_flow_logs(changes):
    """What is replaced is there before its predecessor goes: endpoints have the security group in use."""
    kept = {"aws_cloudwatch_log_group", "aws_subnet", "aws_vpc", "aws_vpc_endpoint"}
    renamed = of(changes, *kept, "aws_security_group")
    of_network = {address: each for address, each in renamed.items() if "renamed_network" in address}
    assert {address for address, each in of_network.items() if each != "update"} == {
        "module.renamed_network.aws_security_group.endpoints[0]"
    }


def test_nothing_that_holds_data_is_deleted(changes):
    gone = {
        address.split(".")[-2] for address, each in changes.actions.items() if each in ("delete", "replace")
    }
    # A service's revision and bounds before, the log of what is no longer exported, a repository's rules, and
    # what was no longer referred to, with its rights.
    assert gone == {
        "aws_apigatewayv2_authorizer",
        "aws_apigatewayv2_deployment",
        "aws_apigatewayv2_integration",
        "aws_apigatewayv2_route",
        "aws_appautoscaling_policy",
        "aws_appautoscaling_target",
        "aws_appsync_datasource",
        "aws_cloudfront_function",
        "aws_cloudfront_origin_access_control",
        "aws_cloudwatch_log_group",
        "aws_ecr_lifecycle_policy",
        "aws_ecs_capacity_provider",
        "aws_ecs_task_definition",
        "aws_flow_log",
        "aws_iam_role",
        "aws_iam_role_policy",
        "aws_lambda_permission",
        "aws_security_group",
        "aws_vpc_security_group_ingress_rule",
        "aws_vpclattice_target_group",
        "aws_vpclattice_target_group_attachment",
        "aws_wafv2_ip_set",
    }


@pytest.mark.capability("compute.ecs-service", "apply")
def test_another_image_size_capacity_and_number_of_tasks_replace_no_service(local, changes):
    assert changes.actions["module.service.aws_ecs_service.this"] == "update"
    ecs = local.client("ecs")
    service = ecs.describe_services(cluster="release", services=["release"])["services"][0]
    definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
    assert definition["containerDefinitions"][0]["image"].endswith(":1.37.0")
    assert (definition["cpu"], definition["memory"]) == ("512", "1024")
    assert {each["capacityProvider"] for each in service["capacityProviderStrategy"]} == {
        "FARGATE",
        "FARGATE_SPOT",
    }
    bounds = local.client("application-autoscaling").describe_scalable_targets(ServiceNamespace="ecs")
    target = next(
        each for each in bounds["ScalableTargets"] if each["ResourceId"] == "service/release/release"
    )
    assert (target["MinCapacity"], target["MaxCapacity"]) == (3, 6)


@pytest.mark.capability("data.aurora", "apply")
@pytest.mark.capability("data.rds", "apply")
def test_a_protected_database_is_not_deleted(local, changes):
    rds = local.client("rds")
    with pytest.raises(ClientError, match="DeletionProtection"):
        rds.delete_db_instance(DBInstanceIdentifier="databases-rds", SkipFinalSnapshot=True)
    with pytest.raises(ClientError, match="DeletionProtection"):
        rds.delete_db_cluster(DBClusterIdentifier="databases-aurora", SkipFinalSnapshot=True)


@pytest.mark.capability("data.aurora", "apply")
def test_of_a_protected_cluster_nothing_is_deleted_before_that_is_refused(local, changes):
    """AWS deletes instances of a protected cluster, and would leave it without any."""
    plan = changes.terraform.journal.folder / "refused"
    changes.terraform.plan(plan, destroy=True, target=["module.aurora"])
    with pytest.raises(PlatformError, match="deletion_protection of the database databases-aurora is on"):
        changes.terraform.apply(plan)
    (cluster,) = local.client("rds").describe_db_clusters(DBClusterIdentifier="databases-aurora")[
        "DBClusters"
    ]
    assert len(cluster["DBClusterMembers"]) == 3


def test_expiry_that_is_only_left_out_is_refused(local, changes):
    before = changed(local, changes, TF_VAR_next="false")
    with pytest.raises(PlatformError, match="items still expire, by expires_at"):
        before.plan(before.journal.folder / "refused", target=["module.table"])
