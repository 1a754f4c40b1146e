"""No input is without use: each is set somewhere, and what no example sets is seen to change the plan."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import hcl2
import pytest
from hcl2.utils import SerializationOptions

from tests.plan.attributes import Names, given, paths
from tooling.attributes import types_of
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


def test_every_attribute_of_an_input_is_set_somewhere() -> None:
    """A call that is refused proves nothing of what the attribute does."""
    types = {
        (file.parent, name): type_
        for file in MODULES.glob("*/*/variables.tf")
        for name, type_ in types_of(file.parent).items()
    }
    written = {(*which, *path) for which, type_ in types.items() for path in paths(type_)}
    assert len(written) > 1200
    found = {
        (module, name, *path)
        for folder, module, arguments in _written_calls()
        if "refusals" not in folder.parts
        for name in arguments.keys() - META
        for path in given(arguments[name], types.get((module, name)), _names(folder))
    }
    unset = sorted(written - found, key=str)
    assert [f"{module.relative_to(MODULES)}: {'.'.join(path)}" for module, *path in unset] == []


@pytest.fixture(scope="module")
def plan(root: Callable[[str], Terraform]) -> Mapping[str, Any]:
    terraform = root("inputs")
    plan = terraform.directory / "plan"
    terraform.plan(plan)
    return terraform.show(plan)


@pytest.fixture(scope="module")
def planned(plan: Mapping[str, Any]) -> Planned:
    return {each["address"]: each["change"]["after"] for each in plan["resource_changes"]}


def test_a_rare_attribute_changes_what_it_says(planned: Planned) -> None:
    table = tomllib.loads((Path(__file__).parent / "inputs" / "attributes.toml").read_text())
    assert len(table) > 60
    found = {
        (resource, path, str(value)): [
            list(_at(values, path.split(".")))
            for address, values in planned.items()
            if re.fullmatch(rf"module\.{resource}", re.sub(r"\[[^\]]*\]", "", address))
        ]
        for resource, expected in table.items()
        for path, of_path in expected.items()
        for value in (of_path if isinstance(of_path, list) else [of_path])
    }
    wrong = {
        where: resources
        for where, resources in found.items()
        if not any(where[2] in map(str, values) for values in resources)
    }
    assert wrong == {}


def test_a_pod_is_checked_tolerates_and_is_public_as_its_inputs_say(plan: Mapping[str, Any]) -> None:
    manifests = {each["kind"]: each for each in plan["output_changes"]["pods"]["after"]}
    pod = manifests["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    probe = container["readinessProbe"]
    assert (probe["failureThreshold"], probe["periodSeconds"], probe["timeoutSeconds"]) == (6, 20, 7)
    assert {"effect": "NoExecute", "key": "jobs", "operator": "Equal", "value": "only"} in pod["tolerations"]
    notes = manifests["Ingress"]["metadata"]["annotations"]
    about = {name.removeprefix("alb.ingress.kubernetes.io/"): value for name, value in notes.items()}
    assert about["scheme"] == "internet-facing"
    assert about["success-codes"] == "204"
    assert about["healthcheck-port"] == "8443"
    assert about["healthy-threshold-count"] == "4"
    assert about["unhealthy-threshold-count"] == "6"


def test_a_rest_api_has_authorizers_of_both_kinds(planned: Planned) -> None:
    (api,) = _of(planned, "guarded_rest.aws_api_gateway_rest_api.this")
    body = json.loads(api["body"])
    schemes = body["components"]["securitySchemes"]
    own = schemes["own"]["x-amazon-apigateway-authorizer"]
    assert own["authorizerResultTtlInSeconds"] == 60
    assert own["identitySource"] == "method.request.header.X-Token"
    assert schemes["users"]["x-amazon-apigateway-authorizer"]["providerARNs"] == [
        "arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_1"
    ]
    assert body["paths"]["/orders"]["get"]["security"] == [{"users": ["orders/read"]}]


@pytest.mark.parametrize(
    ("resource", "action", "resources"),
    [
        ("kms_key.aws_kms_key.this", "kms:Decrypt", "*"),
        (
            "ordered_queue.aws_sqs_queue.this",
            "sqs:SendMessage",
            "arn:aws:sqs:eu-west-1:000000000000:inputs-ordered.fifo",
        ),
        (
            "queue_policy.aws_sqs_queue_policy.this",
            "sqs:SendMessage",
            "arn:aws:sqs:eu-west-1:000000000000:inputs",
        ),
        (
            "replicated_bucket.aws_s3_bucket_policy.this",
            "s3:GetObject",
            ["arn:aws:s3:::inputs-replicated/*", "arn:aws:s3:::inputs-replicated"],
        ),
        ("topic.aws_sns_topic.this", "sns:Subscribe", "arn:aws:sns:eu-west-1:000000000000:inputs"),
    ],
)
def test_callers_of_each_kind_are_in_the_policy(
    planned: Planned, resource: str, action: str, resources: str | list[str]
) -> None:
    (policy,) = [json.loads(each["policy"]) for each in _of(planned, resource)]
    found = {each["Sid"]: each for each in policy["Statement"] if each["Sid"].startswith("Caller")}
    said = {
        sid: (each["Effect"], each["Principal"], each.get("Condition", {})) for sid, each in found.items()
    }
    everyone, partner = {"AWS": "*"}, "arn:aws:iam::111122223333"
    unit = {"StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-1/*"}}
    feed = {"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:feed"}}
    assert said == {
        "CallerAnyone": ("Allow", everyone, unit),
        "CallerFeed": ("Allow", {"Service": "sns.amazonaws.com"}, feed),
        "CallerPartner": ("Allow", {"AWS": f"{partner}:root"}, {}),
        "CallerReports": ("Deny", {"AWS": f"{partner}:role/reports"}, {}),
        "CallerShops": ("Allow", everyone, {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
    }
    assert {each["Action"] for each in found.values()} == {action}
    about = {sid: each["Resource"] for sid, each in found.items()}
    if isinstance(resources, list):  # below a prefix in a bucket
        below, bucket = about.pop("CallerPartner")
        assert (below, bucket) == ("arn:aws:s3:::inputs-replicated/public/*", resources[1])
    assert all(each == resources for each in about.values())


def test_a_target_gets_a_constant_or_a_template_whose_placeholders_jsonencode_leaves(
    planned: Planned,
) -> None:
    targets = {
        each["target_id"]: each for each in _of(planned, "event_rule.aws_cloudwatch_event_target.this")
    }
    assert json.loads(targets["nightly"]["input"]) == {"report": "totals"}
    assert not targets["nightly"]["input_transformer"]
    (transformer,) = targets["summary"]["input_transformer"]
    assert transformer["input_paths"] == {"time": "$.time"}
    # What is no placeholder stays as jsonencode() writes it.
    assert transformer["input_template"] == (
        r'{"also":"{\"at\":\"<time>\"}","by":"<aws.events.rule-name>","than":"a \u003c b"}'
    )
    (pipe,) = _of(planned, "pipe_to_queue.aws_pipes_pipe.this")
    assert pipe["target_parameters"][0]["input_template"] == (
        r'{"by":"<aws.pipes.pipe-name>","order":"<$.body.order>","than":"a \u003c b"}'
    )


def test_a_pipe_that_does_not_bisect_gives_up_a_whole_batch(planned: Planned) -> None:
    (pipe,) = _of(planned, "pipe_from_stream.aws_pipes_pipe.this")
    (stream,) = pipe["source_parameters"][0]["kinesis_stream_parameters"]
    assert not stream["on_partial_batch_item_failure"]


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
    bounded |= {"graphql_api", "http_api", "lambda_function", "pipe", "rest_api", "state_machine"}
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


@pytest.mark.capability("ops.tracing", "plan")
def test_a_collector_runs_beside_a_container_and_may_send_what_it_gathers(planned: Planned) -> None:
    (task,) = _of(planned, "service.aws_ecs_task_definition.this")
    containers = {each["name"]: each for each in json.loads(task["container_definitions"])}
    assert containers.keys() == {"inputs-web", "collector"}
    assert containers["collector"]["essential"] is False
    assert containers["collector"]["environment"] == [
        {"name": "AOT_CONFIG_CONTENT", "value": "receivers: {}"}
    ]
    assert {"name": "OTEL_SERVICE_NAME", "value": "inputs-web"} in containers["inputs-web"]["environment"]
    (role,) = _of(planned, "service.aws_iam_role_policy.task")
    assert "xray:PutTraceSegments" in role["policy"]
    (without,) = _of(planned, "ecs_service.aws_ecs_task_definition.this")
    assert "collector" not in {each["name"] for each in json.loads(without["container_definitions"])}


@pytest.mark.capability("ops.tracing", "plan")
def test_a_layer_traces_a_function(planned: Planned) -> None:
    (function,) = _of(planned, "traced_function.aws_lambda_function.this")
    assert function["layers"] == ["arn:aws:lambda:eu-west-1:000000000000:layer:otel:1"]
    (environment,) = function["environment"]
    assert environment["variables"] == {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/otel-handler", "STAGE": "test"}


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


def test_dns_is_added_where_something_can_run_it(planned: Planned) -> None:
    """Without nodes or Fargate the add-on is never ready; on Fargate it has to be asked for."""
    names = {
        module: {
            each["addon_name"]: each.get("configuration_values")
            for each in _of(planned, f"{module}.aws_eks_addon.next")
        }
        for module in ("eks_alone", "eks_fargate", "eks_nodes")
    }
    assert names["eks_alone"] == {}
    assert names["eks_fargate"] == {"coredns": json.dumps({"computeType": "Fargate"}, separators=(",", ":"))}
    assert names["eks_nodes"]["coredns"] is None


def test_agents_that_need_the_metadata_of_the_node_reach_it(planned: Planned) -> None:
    hops = {
        re.findall(r'"(\w+)"', address)[0]: each["metadata_options"][0]["http_put_response_hop_limit"]
        for address, each in planned.items()
        if address.startswith("module.eks_nodes.aws_launch_template.this")
    }
    assert hops == {"closed": 1, "usual": 2}


def test_a_service_has_few_alarms_by_default(planned: Planned) -> None:
    """Those of the API, of queues and of what was given up say that something failed. Each costs $0.10."""
    watched = {
        name.split(".")[3].split("[")[0]
        for name in planned
        if name.startswith("module.microservice.") and ".aws_cloudwatch_metric_alarm." in name
    }
    assert watched <= {"api", "failed", "queue"}
    assert "queue" in watched


def test_a_function_is_a_client_as_a_whole(planned: Planned) -> None:
    (rule,) = _of(planned, "rds_io1.aws_vpc_security_group_ingress_rule.clients")
    assert rule["referenced_security_group_id"] == "sg-0f"


def test_a_replica_has_the_speed_of_what_it_copies(planned: Planned) -> None:
    (replica,) = _of(planned, "rds_io1.aws_db_instance.replica")
    assert (replica["storage_type"], replica["iops"]) == ("io1", 3000)


def _of(planned: Planned, resource: str) -> list[dict[str, Any]]:
    """The resources of an address, whatever their keys."""
    address = re.compile(rf"module\.{re.escape(resource)}(\[.+\])?")
    return [values for name, values in planned.items() if address.fullmatch(name)]


def _calls() -> Iterator[tuple[Path, set[str]]]:
    """Every call of a module in this repository, with the inputs it sets."""
    for _, module, arguments in _written_calls():
        yield module, arguments.keys() - META


def _written_calls() -> Iterator[tuple[Path, Path, dict[str, Any]]]:
    """Every call in this repository: where it is written, the module, and its arguments."""
    for top in CALLERS:
        for file in (ROOT / top).rglob("*.tf"):
            for block in _parsed(file).get("module", []):
                for call in block.values():
                    yield file.parent, (file.parent / call["source"]).resolve(), call


@cache
def _names(folder: Path) -> Names:
    locals_: dict[str, Any] = {}
    sources = {}
    for file in folder.glob("*.tf"):
        for block in _parsed(file).get("locals", []):
            locals_ |= block
        for block in _parsed(file).get("module", []):
            sources |= {name: (folder / call["source"]).resolve() for name, call in block.items()}
    return Names(locals_, lambda name: _outputs(sources[name]) if name in sources else set())


@cache
def _outputs(module: Path) -> set[str]:
    return {
        name for file in module.glob("*.tf") for block in _parsed(file).get("output", []) for name in block
    }


def _at(value: Any, path: list[str]) -> Iterator[Any]:
    """What is at a path, in every element of the lists on the way, and in texts that are JSON."""
    if isinstance(value, list):
        for each in value:
            yield from _at(each, path)
    elif isinstance(value, str) and value[:1] in ("{", "["):
        yield from _at(json.loads(value), path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        for end in range(len(path), 0, -1):  # names may have dots in them
            if (name := ".".join(path[:end])) in value:
                yield from _at(value[name], path[end:])


def _expression(text: str) -> str:
    return text.removeprefix("${").removesuffix("}")


@cache
def _parsed(file: Path) -> dict[str, Any]:
    options = SerializationOptions(strip_string_quotes=True, explicit_blocks=False, with_comments=False)
    document: dict[str, Any] = hcl2.loads(file.read_text(), serialization_options=options)
    return document
