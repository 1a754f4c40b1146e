"""What has to be there first is there first. AWS refuses, or does half of it, when it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.plan.examples import Planned, references

pytestmark = pytest.mark.slow

POLICIES = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")
# Who works with a role and asks for its rights only when it works, so that waiting would change nothing.
ASKS_LATER = {
    "aws_kms_grant",
    "aws_appsync_graphql_api",
    "aws_ecs_task_definition",
    "aws_iam_instance_profile",
    "aws_eks_pod_identity_association",
    "aws_sns_topic",
    "aws_eks_access_entry",
}
# What waits for what, where a module has both.
WAITS = {
    # The service checks at once whether it may call the function.
    ("aws_s3_bucket_notification", "aws_lambda_permission"),
    ("aws_lb_target_group_attachment", "aws_lambda_permission"),
    ("aws_vpclattice_target_group_attachment", "aws_lambda_permission"),
    # Tasks and instances begin with what their role may do then.
    ("aws_ecs_service", "aws_iam_role_policy"),
    ("aws_autoscaling_group", "aws_iam_role_policy"),
    ("aws_autoscaling_group", "aws_kms_grant"),
    # It would make the group itself, without retention or key.
    ("aws_db_instance", "aws_cloudwatch_log_group"),
    ("aws_db_proxy", "aws_cloudwatch_log_group"),
    ("aws_eks_cluster", "aws_cloudwatch_log_group"),
    ("aws_rds_cluster", "aws_cloudwatch_log_group"),
    # It writes a test object into the bucket when logging is turned on.
    ("aws_lb", "aws_s3_bucket_policy"),
    # A policy is checked against the block, and two changes of one bucket at once conflict.
    ("aws_s3_bucket_policy", "aws_s3_bucket_public_access_block"),
    # https://docs.aws.amazon.com/vpc/latest/userguide/vpc-igws.html
    ("aws_eip", "aws_internet_gateway"),
    ("aws_nat_gateway", "aws_internet_gateway"),
    # A deployment is a copy of the routes that are there.
    ("aws_apigatewayv2_deployment", "aws_apigatewayv2_route"),
    ("aws_apigatewayv2_stage", "aws_apigatewayv2_route"),
    # A cluster without an instance has nothing to scale.
    ("aws_appautoscaling_target", "aws_rds_cluster_instance"),
    # Pods get no address without the network's addon, and nodes are not ready.
    ("aws_eks_node_group", "aws_eks_addon"),
}
# Outputs that others use as if all was there: what they stand for.
OUTPUTS = {
    "blueprints/platform": {"aws_api_gateway_account"},
    "compute/ecs-cluster": {"aws_ecs_cluster_capacity_providers"},
    "data/s3-bucket": {"aws_s3_bucket_policy", "aws_s3_bucket_versioning"},
    "discovery/lattice-service": {
        "aws_vpclattice_listener_rule",
        "aws_vpclattice_service_network_service_association",
    },
    "discovery/private-dns-service": {"aws_route53_record"},
    "edge/dns-failover": {"aws_route53_record"},
    "messaging/mq-broker": {"aws_secretsmanager_secret_version"},
    "network/alb-service": {"aws_lb_listener_rule"},
}


def test_who_works_with_a_role_waits_for_its_rights(planned: Planned) -> None:
    early = []
    for parts in _configurations(planned):
        for policy in parts.values():
            roles = {name for name in _named(policy) if name.startswith("aws_iam_role.")}
            if policy["type"] not in POLICIES:
                continue
            for user in parts.values():
                if (
                    user["mode"] == "data"
                    or user["type"] in (*POLICIES, *ASKS_LATER)
                    or not roles & _named(user)
                ):
                    continue
                if policy["address"] not in _before(user, parts):
                    early.append((user["address"], policy["address"]))
    assert early == []


def test_what_aws_looks_for_at_once_is_there(planned: Planned) -> None:
    early = [
        (later["address"], earlier)
        for parts in _configurations(planned)
        for later in parts.values()
        for kind, earlier in WAITS
        if later["type"] == kind and earlier in {each["type"] for each in parts.values()}
        if earlier not in {name.partition(".")[0] for name in _before(later, parts)}
    ]
    assert early == []


def test_outputs_are_handed_out_when_what_they_promise_is_there(planned: Planned) -> None:
    promised = OUTPUTS.get(planned.module, set())
    for call, source in planned.sources.items():
        if source == planned.module:
            outputs = planned.calls[call]["module"]["outputs"].values()
            kept = {name.partition(".")[0] for each in outputs for name in each.get("depends_on", [])}
            assert promised <= kept


def test_a_deployment_is_made_again_when_what_it_deploys_changes(planned: Planned) -> None:
    fixed = [
        each.address
        for each in planned.of_type("aws_api_gateway_deployment", "aws_apigatewayv2_deployment")
        if not list(references(each.configured["expressions"].get("triggers", {})))
    ]
    assert fixed == []


Part = Mapping[str, Any]


def _configurations(planned: Planned) -> Iterator[dict[str, Part]]:
    """The resources of the module as it is written, by address."""
    seen = {source: call for call, source in planned.sources.items() if source == planned.module}
    for call in seen.values():
        yield {each["address"]: each for each in planned.calls[call]["module"].get("resources", [])}


def _named(part: Part) -> set[str]:
    """Everything that it names: `aws_iam_role.this`, as names of resources."""
    named = [*references(part.get("expressions", {})), *part.get("depends_on", [])]
    named += references(part.get("for_each_expression", {}))
    named += references(part.get("count_expression", {}))
    return {
        ".".join(name.partition("[")[0].split(".")[: 3 if name.startswith("data.") else 2]) for name in named
    }


def _before(part: Part, parts: Mapping[str, Part]) -> set[str]:
    """Everything that is there before it."""
    found: set[str] = set()
    todo = [part]
    while todo:
        for name in _named(todo.pop()) - found:
            if name in parts:
                found.add(name)
                todo.append(parts[name])
    return found
