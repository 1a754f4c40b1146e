"""What connects one thing with another is planned: without it both are there, and nothing happens."""

from __future__ import annotations

import pytest

from tests.plan.examples import Planned

pytestmark = pytest.mark.slow

# Subscriptions, targets, routes, rules, permissions and policies, which the examples of each module exercise.
WIRES = {
    "blueprints/microservice": {"aws_sns_topic_subscription.functions"},
    "blueprints/platform": {"aws_iam_role_policy_attachment.api_gateway"},
    "compute/container-registry": {"aws_ecr_lifecycle_policy.this", "aws_ecr_repository_policy.this"},
    "compute/ec2-autoscaling": {
        "aws_autoscaling_policy.predefined",
        "aws_autoscaling_policy.predictive",
        "aws_iam_role_policy.this",
        "aws_kms_grant.volumes",
    },
    "compute/ecs-service": {
        "aws_appautoscaling_policy.backlog",
        "aws_appautoscaling_policy.predefined",
        "aws_iam_role_policy.execution",
        "aws_iam_role_policy.task",
    },
    "compute/eks-cluster": {
        "aws_iam_role_policy.key",
        "aws_iam_role_policy_attachment.addon",
        "aws_iam_role_policy_attachment.cluster",
        "aws_iam_role_policy_attachment.node",
    },
    "compute/eks-workload": {"aws_iam_role_policy.this"},
    "data/aurora": {"aws_appautoscaling_policy.readers", "aws_iam_role_policy_attachment.monitoring"},
    "data/dax": {"aws_iam_role_policy.this"},
    "data/dynamodb-table": {"aws_appautoscaling_policy.this", "aws_dynamodb_resource_policy.this"},
    "data/rds": {"aws_iam_role_policy.proxy", "aws_iam_role_policy_attachment.monitoring"},
    "data/s3-bucket": {
        "aws_iam_role_policy.replication",
        "aws_lambda_permission.notifications",
        "aws_s3_bucket_policy.this",
    },
    "discovery/lattice": {"aws_vpclattice_auth_policy.this"},
    "discovery/lattice-service": {
        "aws_lambda_permission.this",
        "aws_vpclattice_auth_policy.this",
        "aws_vpclattice_listener_rule.this",
    },
    "discovery/private-dns-service": {"aws_route53_record.this"},
    "edge/dns-failover": {"aws_route53_record.this"},
    "messaging/event-rule": {"aws_cloudwatch_event_target.this"},
    "messaging/firehose": {"aws_iam_role_policy.this"},
    "messaging/flink-application": {"aws_iam_role_policy.this"},
    "messaging/mq-broker": {"aws_cloudwatch_log_resource_policy.this"},
    "messaging/pipe": {"aws_iam_role_policy.this"},
    "messaging/sns-topic": {"aws_iam_role_policy.logs", "aws_sns_topic_subscription.this"},
    "network/alb": {"aws_lb_listener_certificate.this", "aws_s3_bucket_policy.logs"},
    "network/alb-service": {"aws_lambda_permission.function", "aws_lb_listener_rule.this"},
    "network/vpc": {
        "aws_iam_role_policy.flow_logs",
        "aws_network_acl_rule.ipv6",
        "aws_network_acl_rule.path_mtu",
        "aws_network_acl_rule.path_mtu_ipv6",
        "aws_network_acl_rule.this",
        "aws_route.egress_ipv6",
        "aws_route.internet",
        "aws_route.internet_ipv6",
        "aws_route.nat",
        "aws_route_table.this",
        "aws_route_table_association.this",
    },
    "serverless/graphql-api": {"aws_iam_role_policy.logs", "aws_iam_role_policy.sources"},
    "serverless/http-api": {
        "aws_apigatewayv2_route.this",
        "aws_lambda_permission.authorizers",
        "aws_lambda_permission.routes",
    },
    "serverless/lambda-function": {
        "aws_appautoscaling_policy.provisioned_concurrency",
        "aws_iam_role_policy.this",
        "aws_lambda_event_source_mapping.queues",
        "aws_lambda_event_source_mapping.streams",
        "aws_lambda_permission.invokers",
    },
    "serverless/rest-api": {"aws_lambda_permission.routes"},
    "serverless/state-machine": {"aws_iam_role_policy.this"},
    "serverless/websocket-api": {
        "aws_apigatewayv2_route.this",
        "aws_lambda_permission.authorizers",
        "aws_lambda_permission.routes",
    },
}


def test_examples_exercise_every_connection_that_a_module_makes(planned: Planned) -> None:
    made = {each.label for each in planned.own if not each.is_data}
    assert WIRES.get(planned.module, set()) - made == set()
