"""No input is without use: each is set somewhere, and what no example sets is seen to change the plan."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hcl2
import pytest
from hcl2.utils import SerializationOptions

from tooling.paths import MODULES, ROOT
from tooling.terraform import Terraform

BOUNDARY = "arn:aws:iam::000000000000:policy/bounds"
META = {"count", "depends_on", "for_each", "providers", "source", "version"}
CALLERS = ("modules", "environments", "examples", "tests")

Planned = dict[str, dict[str, Any]]  # values by address


def test_every_input_is_set_somewhere() -> None:
    written = {
        (file.parent, name)
        for file in MODULES.glob("*/*/variables.tf")
        for block in _parsed(file)["variable"]
        for name in block
    }
    assert len(written) > 700
    unset = written - {(module, name) for module, names in _calls() for name in names}
    assert sorted(f"{module.relative_to(MODULES)}: {name}" for module, name in unset) == []


@pytest.fixture(scope="module")
def planned(root: Callable[[str], Terraform]) -> Planned:
    terraform = root("inputs")
    plan = terraform.directory / "plan"
    terraform.plan(plan)
    return {each["address"]: each["change"]["after"] for each in terraform.show(plan)["resource_changes"]}


@pytest.mark.parametrize(
    ("resource", "attribute", "value"),
    [
        ("aurora.aws_rds_cluster.this", "allow_major_version_upgrade", True),
        ("cloud_map_service.aws_service_discovery_service.this", "force_destroy", True),
        ("cloud_map_service.aws_service_discovery_service.this", "health_check_custom_config", []),
        ("cloud_map_service.aws_service_discovery_service.this", "tags", {"Service": "users"}),
        ("ec2_autoscaling.aws_autoscaling_group.this", "wait_for_capacity_timeout", "0"),
        ("eks_cluster.aws_eks_cluster.this", "zonal_shift_config", [{"enabled": False}]),
        ("event_rule.aws_cloudwatch_event_rule.this", "state", "DISABLED"),
        ("flink_application.aws_kinesisanalyticsv2_application.this", "force_stop", True),
        ("global_accelerator.aws_globalaccelerator_accelerator.this", "ip_address_type", "DUAL_STACK"),
        ("graphql_api.aws_appsync_graphql_api.this", "introspection_config", "ENABLED"),
        ("graphql_api.aws_appsync_graphql_api.this", "xray_enabled", False),
        ("kms_key.aws_kms_key.this", "multi_region", True),
        ("lambda_function.aws_lambda_function.this", "tracing_config", [{"mode": "PassThrough"}]),
        ("pipe.aws_pipes_pipe.this", "desired_state", "STOPPED"),
        ("private_dns.aws_route53_zone.this", "force_destroy", True),
        ("rds.aws_db_instance.this", "allow_major_version_upgrade", True),
        ("rest_api.aws_api_gateway_rest_api.this", "binary_media_types", ["image/png"]),
        ("rest_api.aws_api_gateway_stage.this", "variables", {"colour": "green"}),
        ("rest_api.aws_api_gateway_stage.this", "xray_tracing_enabled", False),
        ("state_machine.aws_sfn_state_machine.this", "tracing_configuration", [{"enabled": False}]),
    ],
)
def test_a_rare_input_changes_what_it_says(
    planned: Planned, resource: str, attribute: str, value: object
) -> None:
    (found,) = _of(planned, resource)
    assert found[attribute] == value


def test_a_boundary_bounds_every_role(planned: Planned) -> None:
    bounded = {
        "ec2_autoscaling",
        "ecs_service",
        "eks_cluster",
        "eks_workload",
        "firehose",
        "flink_application",
    }
    bounded |= {"graphql_api", "lambda_function", "pipe", "state_machine"}
    for module in bounded:
        roles = [
            each for name, each in planned.items() if re.match(rf"module\.{module}\.aws_iam_role\.", name)
        ]
        assert roles
        assert all(role["permissions_boundary"] == BOUNDARY for role in roles), module


def test_databases_take_connections_without_encryption(planned: Planned) -> None:
    groups = [*_of(planned, "aurora.aws_rds_cluster_parameter_group.this")]
    groups += _of(planned, "rds.aws_db_parameter_group.this")
    assert len(groups) == 2
    for group in groups:
        assert {"0"} == {each["value"] for each in group["parameter"] if each["name"] == "rds.force_ssl"}


def test_caches_have_users_made_elsewhere(planned: Planned) -> None:
    for module in ("elasticache", "elasticache_serverless"):
        (group,) = _of(planned, f"{module}.aws_elasticache_user_group.this")
        assert "made-elsewhere" in group["user_ids"]


def test_an_application_forgets_its_state(planned: Planned) -> None:
    (application,) = _of(planned, "flink_application.aws_kinesisanalyticsv2_application.this")
    (configuration,) = application["application_configuration"]
    assert configuration["application_snapshot_configuration"] == [{"snapshots_enabled": False}]
    (run,) = configuration["run_configuration"]
    (restored,) = run["application_restore_configuration"]
    assert restored["application_restore_type"] == "SKIP_RESTORE_FROM_SNAPSHOT"
    (flink,) = run["flink_run_configuration"]
    assert flink["allow_non_restored_state"] is True


def test_tasks_register_and_are_checked_by_a_command(planned: Planned) -> None:
    (service,) = _of(planned, "ecs_service.aws_ecs_service.this")
    (registry,) = service["service_registries"]
    assert registry["registry_arn"] == "arn:aws:servicediscovery:eu-west-1:000000000000:service/srv-1"
    (task,) = _of(planned, "ecs_service.aws_ecs_task_definition.this")
    (container,) = [
        each for each in json.loads(task["container_definitions"]) if each["name"] == "inputs-service"
    ]
    assert container["healthCheck"]["command"] == ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]


def test_a_sidecar_has_its_own_settings(planned: Planned) -> None:
    (task,) = _of(planned, "ecs_service.aws_ecs_task_definition.this")
    (proxy,) = [each for each in json.loads(task["container_definitions"]) if each["name"] == "proxy"]
    assert proxy["environment"] == [{"name": "MODE", "value": "fast"}]
    assert proxy["user"] == "1000"
    assert [each["containerPath"] for each in proxy["mountPoints"]] == ["/tmp"]


def test_browsers_are_told_what_they_may(planned: Planned) -> None:
    (bucket,) = _of(planned, "bucket.aws_s3_bucket_cors_configuration.this")
    (rule,) = bucket["cors_rule"]
    assert rule["max_age_seconds"] == 60
    (api,) = _of(planned, "http_api.aws_apigatewayv2_api.this")
    (cors,) = api["cors_configuration"]
    assert (cors["allow_headers"], cors["allow_methods"], cors["max_age"]) == (["X-Shop"], ["GET"], 60)


def test_an_application_scales_and_saves_as_it_is_told(planned: Planned) -> None:
    (application,) = _of(planned, "flink_application.aws_kinesisanalyticsv2_application.this")
    (flink,) = application["application_configuration"][0]["flink_application_configuration"]
    assert flink["checkpoint_configuration"][0]["min_pause_between_checkpoints"] == 30000
    assert flink["parallelism_configuration"][0]["auto_scaling_enabled"] is False


def test_a_step_has_templates(planned: Planned) -> None:
    (step,) = _of(planned, "graphql_api.aws_appsync_function.this")
    assert step["description"] == "Finds a user."
    assert step["request_mapping_template"] == "{}"


def test_an_endpoint_group_is_checked_at_a_port(planned: Planned) -> None:
    (group,) = _of(planned, "global_accelerator.aws_globalaccelerator_endpoint_group.this")
    assert group["health_check_port"] == 8443


def test_a_local_index_has_some_attributes(planned: Planned) -> None:
    (table,) = _of(planned, "dynamodb_table.aws_dynamodb_table.this")
    (index,) = table["local_secondary_index"]
    assert (index["projection_type"], index["non_key_attributes"]) == ("INCLUDE", ["total"])


def test_managed_rules_have_vendors_and_versions(planned: Planned) -> None:
    (acl,) = _of(planned, "waf.aws_wafv2_web_acl.this")
    groups = [rule["statement"][0]["managed_rule_group_statement"] for rule in acl["rule"]]
    found = {(each["vendor_name"], each["version"] or None) for group in groups for each in group}
    assert found == {("AWS", "Version_1.16"), ("Example", None)}


def _of(planned: Planned, resource: str) -> list[dict[str, Any]]:
    """The resources of an address, whatever their keys."""
    address = re.compile(rf"module\.{re.escape(resource)}(\[.+\])?")
    return [values for name, values in planned.items() if address.fullmatch(name)]


def _calls() -> Iterator[tuple[Path, set[str]]]:
    """Every call of a module in this repository, with the inputs it sets."""
    for folder in CALLERS:
        for file in (ROOT / folder).rglob("*.tf"):
            for block in _parsed(file).get("module", []):
                for call in block.values():
                    yield (file.parent / call["source"]).resolve(), call.keys() - META


@cache
def _parsed(file: Path) -> dict[str, Any]:
    options = SerializationOptions(strip_string_quotes=True, explicit_blocks=False, with_comments=False)
    document: dict[str, Any] = hcl2.loads(file.read_text(), serialization_options=options)
    return document
