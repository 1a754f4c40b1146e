"""What there is much of fits into AWS's quotas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tooling.terraform import Terraform

pytestmark = pytest.mark.slow

Plan = dict[str, Any]


@pytest.fixture(scope="module")
def quotas(root: Callable[[str], Terraform]) -> Plan:
    terraform = root("quotas")
    plan = terraform.directory / "plan"
    terraform.plan(plan)
    found: Plan = terraform.show(plan)
    return found


def planned(plan: Plan, module: str, kind: str) -> Iterator[dict[str, Any]]:
    for each in plan["resource_changes"]:
        if each["module_address"] == f"module.{module}" and each["type"] == kind:
            yield each["change"]["after"]


@pytest.mark.parametrize("module", ["function", "service"])
def test_a_role_may_use_twenty_tables(quotas: Plan, module: str) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
    policies = [json.loads(role["policy"]) for role in planned(quotas, module, "aws_iam_role_policy") if role]
    policy = max(policies, key=lambda policy: len(json.dumps(policy)))
    assert len(json.dumps(policy, separators=(",", ":"))) < 10_240
    (tables,) = [each for each in policy["Statement"] if "dynamodb:PutItem" in each["Action"]]
    assert len(tables["Resource"]) == 60
    (keys,) = [each for each in policy["Statement"] if "kms:DescribeKey" in each["Action"]]
    assert len(keys["Resource"]) == 2
    assert keys["Condition"] == {"StringEquals": {"kms:ViaService": "dynamodb.eu-west-1.amazonaws.com"}}


@pytest.mark.parametrize("module", ["rest_api", "http_api"])
def test_sixty_routes_to_a_function_need_one_permission(quotas: Plan, module: str) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
    (permission,) = planned(quotas, module, "aws_lambda_permission")
    assert permission["function_name"] == "quotas"


def test_few_routes_have_a_permission_each(quotas: Plan) -> None:
    assert len(list(planned(quotas, "few", "aws_lambda_permission"))) == 2 + 1


def test_names_made_of_long_names_are_short_enough_and_differ(quotas: Plan) -> None:
    for module in ("rest_api", "http_api", "few", "websocket"):
        ids = [each["statement_id"] for each in planned(quotas, module, "aws_lambda_permission")]
        assert len(set(ids)) == len(ids)
        assert all(len(each) <= 100 for each in ids)
    names = [each["operation_name"] for each in planned(quotas, "http_api", "aws_apigatewayv2_route")]
    assert len(set(names)) == 60
    assert all(len(each) <= 64 for each in names)
    prefixes = [role["name_prefix"] for role in planned(quotas, "function", "aws_iam_role")]
    assert all(len(each) <= 38 for each in prefixes)


def test_a_pipelines_first_image_from_ecr_can_be_pulled(quotas: Plan) -> None:
    """The service began with a public image: what it may pull is not what it was made of."""
    (execution,) = [
        policy
        for role in planned(quotas, "service", "aws_iam_role_policy")
        for policy in [json.loads(role.get("policy") or "{}")]
        if role["name"] == "execution"
    ]
    (images,) = [each for each in execution["Statement"] if each["Sid"] == "Images"]
    assert images["Resource"] == "arn:aws:ecr:eu-west-1:000000000000:repository/orders"


def test_locked_objects_are_copied_with_their_lock(quotas: Plan) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html"""
    (role,) = planned(quotas, "locked", "aws_iam_role_policy")
    allowed = {action for each in json.loads(role["policy"])["Statement"] for action in each["Action"]}
    assert {"s3:GetObjectRetention", "s3:GetObjectLegalHold"} <= allowed


def test_advice_warns_and_refuses_nothing(quotas: Plan) -> None:
    said = {
        instance["address"]["to_display"]: problem["message"]
        for each in quotas["checks"]
        if each["address"]["kind"] == "check"
        for instance in each.get("instances", [])
        for problem in instance.get("problems", [])
    }
    assert sorted(said) == [
        "module.hasty.check.runtime",
        "module.hasty.check.visibility_timeout",
        'module.uncaught["EXPRESS"].check.uncaught_tasks',
    ]
    assert "has not patched since 2026-10-31" in said["module.hasty.check.runtime"]
    assert "visibility_timeout_seconds is 60, better 180" in said["module.hasty.check.visibility_timeout"]


def test_logs_are_kept_for_ever_where_one_says_so(quotas: Plan) -> None:
    (group,) = planned(quotas, "hasty", "aws_cloudwatch_log_group")
    assert group["retention_in_days"] == 0
