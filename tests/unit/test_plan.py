"""What a reviewer is told about each kind of change."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tooling import plan
from tooling.plan import iam
from tooling.plan.risk import Action, Risk


def resource(
    kind: str, actions: list[str], before: Any = None, after: Any = None, **more: Any
) -> dict[str, Any]:
    """One entry of `resource_changes`, as `terraform show -json` writes it."""
    change = {"actions": actions, "before": before, "after": after, "after_unknown": more.pop("unknown", {})}
    for key in ("before_sensitive", "after_sensitive", "replace_paths", "importing"):
        if key in more:
            change[key] = more.pop(key)
    name = more.pop("name", "this")
    return {
        "address": f"{kind}.{name}",
        "mode": "managed",
        "type": kind,
        "name": name,
        "change": change,
        **more,
    }


def review(*resources: dict[str, Any], **more: Any) -> plan.Review:
    return plan.read({"resource_changes": list(resources), **more})


def only(*resources: dict[str, Any], **more: Any) -> plan.Change:
    (change,) = review(*resources, **more).changes
    return change


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: Any, on: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": on, **more}


# What is counted.


def test_no_ops_and_reads_are_not_changes() -> None:
    read = resource("aws_caller_identity", ["read"]) | {"mode": "data"}
    found = review(resource("aws_vpc", ["no-op"], {}, {}), read)
    assert found.empty and found.changes == ()


def test_a_replacement_counts_once_and_names_what_forces_it() -> None:
    change = resource(
        "aws_dynamodb_table",
        ["delete", "create"],
        {"hash_key": "id"},
        {"hash_key": "pk"},
        replace_paths=[["hash_key"], ["attribute", 0, "name"]],
    )
    found = review(change)
    assert (found.counts.replace, found.counts.add, found.counts.destroy) == (1, 0, 0)
    assert found.changes[0].forced_by == ("hash_key", "attribute[0].name")


def test_moves_and_imports_without_change_are_shown() -> None:
    moved = resource("aws_vpc", ["no-op"], {}, {}, previous_address="aws_vpc.old")
    imported = resource("aws_vpc", ["no-op"], {}, {}, name="b", importing={"id": "vpc-1"})
    found = review(moved, imported)
    assert (found.counts.moved, found.counts.imported) == (1, 1)
    assert not found.empty


def test_a_resource_removed_from_state_only_is_forgotten_not_destroyed() -> None:
    found = review(resource("aws_s3_bucket", ["forget"], {"bucket": "b"}, None))
    assert (found.counts.forgotten, found.counts.destroy) == (1, 0)
    assert found.changes[0].risk is Risk.ROUTINE


def test_changed_outputs_alone_are_something_to_apply() -> None:
    found = review(output_changes={"url": {"actions": ["create"]}, "same": {"actions": ["no-op"]}})
    assert not found.empty and found.outputs == ("url",)


def test_changed_attributes_are_named_down_to_the_tag() -> None:
    before = {"tags": {"Team": "a", "Same": "x"}, "name": "n", "size": 1}
    after = {"tags": {"Team": "b", "Same": "x"}, "name": "n", "size": 2}
    change = only(resource("aws_sns_topic", ["update"], before, after))
    assert change.attributes == ("size", "tags.Team")
    assert change.action is Action.UPDATE and change.risk is Risk.ROUTINE


def test_drift_is_told_apart_and_relevant_only_where_it_bears_on_a_change() -> None:
    found = review(
        resource("aws_sns_topic", ["update"], {"a": 1}, {"a": 2}, name="mine"),
        resource_drift=[
            resource("aws_sns_topic", ["update"], {"a": 3}, {"a": 1}, name="mine"),
            resource("aws_sns_topic", ["update"], {"b": 1}, {"b": 2}, name="other"),
            resource("aws_sqs_queue", ["delete"], {"b": 1}, None, name="gone"),
        ],
    )
    assert [(drift.address, drift.relevant, drift.deleted) for drift in found.drift] == [
        ("aws_sns_topic.mine", True, False),
        ("aws_sns_topic.other", False, False),
        ("aws_sqs_queue.gone", True, True),
    ]
    assert found.counts.change == 1


def test_a_failing_check_block_is_a_warning() -> None:
    found = review(
        checks=[
            {
                "status": "fail",
                "instances": [
                    {"address": {"to_display": "check.health"}, "problems": [{"message": "no answer"}]}
                ],
            }
        ]
    )
    assert found.warnings == ("check.health: no answer",)


# Loss of data.


@pytest.mark.parametrize(
    "kind",
    [
        "aws_dynamodb_table",
        "aws_s3_bucket",
        "aws_sqs_queue",
        "aws_kms_key",
        "aws_cloudwatch_log_group",
        "aws_db_instance",
    ],
)
@pytest.mark.parametrize("actions", [["delete"], ["delete", "create"], ["create", "delete"]])
def test_destroying_or_replacing_what_holds_data_comes_first(kind: str, actions: list[str]) -> None:
    found = review(resource(kind, actions, {"x": 1}, {"x": 2}))
    assert found.loses_data
    assert found.changes[0].risk is Risk.LOSS_OF_DATA


@pytest.mark.parametrize(
    ("actions", "warned"), [(["delete"], True), (["delete", "create"], True), (["update"], False)]
)
def test_a_cluster_that_goes_leaves_what_its_controllers_made(actions: list[str], warned: bool) -> None:
    change = only(resource("aws_eks_cluster", actions, {"version": "1.33"}, {"version": "1.34"}))
    assert any("delete Ingresses, Services" in reason for reason in change.reasons) == warned


def test_deletion_protection_is_told_before_aws_refuses() -> None:
    change = only(resource("aws_dynamodb_table", ["delete"], {"deletion_protection_enabled": True}))
    assert any("deletion protection is on" in reason for reason in change.reasons)


@pytest.mark.parametrize(
    ("kind", "before", "after", "told"),
    [
        (
            "aws_dynamodb_table",
            {"deletion_protection_enabled": True},
            {"deletion_protection_enabled": False},
            "deletion protection off",
        ),
        (
            "aws_db_instance",
            {"deletion_protection": True},
            {"deletion_protection": False},
            "deletion protection off",
        ),
        (
            "aws_dynamodb_table",
            {"point_in_time_recovery": [{"enabled": True}]},
            {"point_in_time_recovery": [{"enabled": False}]},
            "point-in-time recovery off",
        ),
        (
            "aws_s3_bucket_versioning",
            {"versioning_configuration": [{"status": "Enabled"}]},
            {"versioning_configuration": [{"status": "Suspended"}]},
            "versioning off",
        ),
        (
            "aws_cloudwatch_log_group",
            {"retention_in_days": 365},
            {"retention_in_days": 7},
            "from 365 days to 7 days",
        ),
        (
            "aws_cloudwatch_log_group",
            {"retention_in_days": 0},
            {"retention_in_days": 7},
            "from for ever to 7 days",
        ),
        (
            "aws_sqs_queue",
            {"message_retention_seconds": 1209600},
            {"message_retention_seconds": 60},
            "shortens message_retention_seconds",
        ),
        (
            "aws_rds_cluster",
            {"skip_final_snapshot": False},
            {"skip_final_snapshot": True},
            "no final snapshot",
        ),
        ("aws_s3_bucket", {"force_destroy": False}, {"force_destroy": True}, "delete what is inside"),
    ],
)
def test_loosening_what_guards_data_is_a_loss(kind: str, before: Any, after: Any, told: str) -> None:
    change = only(resource(kind, ["update"], before, after))
    assert change.risk is Risk.LOSS_OF_DATA
    assert told in change.reasons[0]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("aws_cloudwatch_log_group", {"retention_in_days": 7}, {"retention_in_days": 365}),
        ("aws_cloudwatch_log_group", {"retention_in_days": 7}, {"retention_in_days": 0}),
        ("aws_dynamodb_table", {"deletion_protection_enabled": False}, {"deletion_protection_enabled": True}),
        ("aws_s3_bucket", {"force_destroy": True}, {"force_destroy": False}),
        ("aws_dynamodb_table", {"billing_mode": "PROVISIONED"}, {"billing_mode": "PAY_PER_REQUEST"}),
    ],
)
def test_tightening_is_routine(kind: str, before: Any, after: Any) -> None:
    assert only(resource(kind, ["update"], before, after)).risk is Risk.ROUTINE


def test_objects_that_expire_sooner_are_a_loss() -> None:
    def rules(days: int) -> dict[str, Any]:
        return {"rule": [{"status": "Enabled", "expiration": [{"days": days}]}]}

    sooner = only(resource("aws_s3_bucket_lifecycle_configuration", ["update"], rules(90), rules(30)))
    later = only(resource("aws_s3_bucket_lifecycle_configuration", ["update"], rules(30), rules(90)))
    assert (sooner.risk, later.risk) == (Risk.LOSS_OF_DATA, Risk.ROUTINE)


# Access.


def test_a_widened_policy_names_the_action_that_was_added() -> None:
    before = policy(allow(["dynamodb:GetItem"], "arn:aws:dynamodb:eu-west-1:1:table/users"))
    after = policy(
        allow(["dynamodb:GetItem", "dynamodb:DeleteItem"], "arn:aws:dynamodb:eu-west-1:1:table/users")
    )
    change = only(resource("aws_iam_role_policy", ["update"], {"policy": before}, {"policy": after}))
    assert change.risk is Risk.ACCESS
    assert change.reasons == ("allows dynamodb:DeleteItem on table/users",)


def test_a_narrowed_policy_is_routine() -> None:
    before, after = policy(allow("s3:*")), policy(allow("s3:GetObject", "arn:aws:s3:::b/*"))
    change = only(resource("aws_iam_policy", ["update"], {"policy": before}, {"policy": after}))
    assert change.risk is Risk.ROUTINE


def test_a_reordered_policy_is_routine() -> None:
    before = policy(allow(["a:B", "a:C"], ["r1", "r2"]))
    after = policy(allow("a:C", ["r2", "r1"]), allow("a:B", ["r1", "r2"]))
    assert (
        only(resource("aws_iam_policy", ["update"], {"policy": before}, {"policy": after})).risk
        is Risk.ROUTINE
    )


def test_a_condition_that_is_dropped_widens() -> None:
    guarded = allow("sqs:SendMessage", "q", Condition={"ArnEquals": {"aws:SourceArn": "arn"}})
    assert iam.added(policy(guarded), policy(allow("sqs:SendMessage", "q")))
    assert not iam.added(policy(allow("sqs:SendMessage", "q")), policy(guarded))


def test_a_deny_that_is_dropped_widens() -> None:
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    change = only(
        resource(
            "aws_s3_bucket_policy",
            ["update"],
            {"policy": policy(deny)},
            {"policy": policy(allow("s3:GetObject"))},
        )
    )
    assert any("no longer denied" in reason for reason in change.reasons)


def test_a_destroyed_policy_that_denied_is_told_but_not_what_carried_its_own() -> None:
    deny = {"policy": policy({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})}
    assert only(resource("aws_s3_bucket_policy", ["delete"], deny)).risk is Risk.ACCESS
    assert len(only(resource("aws_sqs_queue", ["delete"], deny)).reasons) == 1


def test_a_resource_open_to_everyone_says_anyone() -> None:
    open_to_all = policy(allow("sqs:SendMessage", "*", Principal="*"))
    change = only(resource("aws_sqs_queue", ["create"], None, {"policy": open_to_all}))
    assert change.risk is Risk.ACCESS
    assert change.reasons == ("anyone may sqs:SendMessage",)


def test_a_role_says_who_may_assume_it() -> None:
    trust = policy(
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    )
    change = only(resource("aws_iam_role", ["create"], None, {"assume_role_policy": trust}))
    assert change.reasons == ("lambda.amazonaws.com may assume it",)


def test_a_policy_known_only_at_apply_still_shows_its_actions() -> None:
    document = resource(
        "aws_iam_policy_document",
        ["read"],
        None,
        {"statement": [{"actions": ["dynamodb:GetItem"], "effect": "Allow", "resources": [None]}]},
        unknown={"json": True, "statement": [{"resources": [True]}]},
        name="p",
    ) | {"mode": "data", "address": "module.fn.data.aws_iam_policy_document.p", "module_address": "module.fn"}
    role = resource(
        "aws_iam_role_policy",
        ["create"],
        None,
        {"name": "x"},
        unknown={"policy": True},
        module_address="module.fn",
    )
    configuration = {
        "root_module": {
            "module_calls": {
                "fn": {
                    "module": {
                        "resources": [
                            {
                                "mode": "managed",
                                "type": "aws_iam_role_policy",
                                "name": "this",
                                "expressions": {
                                    "policy": {"references": ["data.aws_iam_policy_document.p.json"]}
                                },
                            }
                        ]
                    }
                }
            }
        }
    }
    change = only(document, role, configuration=configuration)
    assert change.reasons == ("allows dynamodb:GetItem on (known after apply)",)


def test_a_policy_that_nothing_tells_is_said_to_be_unknown() -> None:
    change = only(resource("aws_iam_role_policy", ["create"], None, {"name": "x"}, unknown={"policy": True}))
    assert change.reasons == ("policy is known only at apply",)


def test_statements_known_only_at_apply_are_said_to_be_unknown() -> None:
    document = resource("aws_iam_policy_document", ["read"], None, {}, unknown={"statement": True}, name="p")
    document |= {"mode": "data", "address": "data.aws_iam_policy_document.p"}
    role = resource("aws_iam_role_policy", ["create"], None, {"name": "x"}, unknown={"policy": True})
    reference = {"references": ["data.aws_iam_policy_document.p.json"]}
    declared = {
        "mode": "managed",
        "type": "aws_iam_role_policy",
        "name": "this",
        "expressions": {"policy": reference},
    }
    change = only(document, role, configuration={"root_module": {"resources": [declared]}})
    assert (change.risk, change.reasons) == (Risk.ACCESS, ("policy is known only at apply",))


def test_a_bucket_that_stops_blocking_public_access_is_access() -> None:
    change = only(
        resource(
            "aws_s3_bucket_public_access_block",
            ["update"],
            {"block_public_acls": True},
            {"block_public_acls": False},
        )
    )
    assert (change.risk, change.reasons) == (Risk.ACCESS, ("the bucket may become public",))


# Network.


@pytest.mark.parametrize(
    ("kind", "after", "told"),
    [
        (
            "aws_vpc_security_group_ingress_rule",
            {"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"},
            "opens tcp 443 from the internet",
        ),
        (
            "aws_vpc_security_group_egress_rule",
            {"ip_protocol": "-1", "cidr_ipv4": "10.0.0.0/16"},
            "opens everything to 10.0.0.0/16",
        ),
        (
            "aws_security_group",
            {"ingress": [{"protocol": "tcp", "from_port": 80, "to_port": 90, "cidr_blocks": ["::/0"]}]},
            "opens tcp 80-90 from the internet",
        ),
        (
            "aws_route",
            {"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"},
            "routes to the internet through an internet gateway",
        ),
        ("aws_db_instance", {"publicly_accessible": True}, "the database gets a public address"),
        ("aws_subnet", {"map_public_ip_on_launch": True}, "what starts in it gets a public address"),
        ("aws_lb", {"internal": False}, "the load balancer faces the internet"),
    ],
)
def test_what_opens_the_network_says_to_whom(kind: str, after: Any, told: str) -> None:
    change = only(resource(kind, ["create"], None, after))
    assert (change.risk, change.reasons) == (Risk.NETWORK, (told,))


def test_only_the_rule_that_is_new_is_told() -> None:
    old = {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"]}
    new = {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}
    change = only(resource("aws_security_group", ["update"], {"ingress": [old]}, {"ingress": [old, new]}))
    assert change.reasons == ("opens tcp 22 from the internet",)


def test_a_private_subnet_is_routine() -> None:
    assert (
        only(resource("aws_subnet", ["create"], None, {"map_public_ip_on_launch": False})).risk
        is Risk.ROUTINE
    )


# Interruption.


def test_replacing_what_runs_is_an_interruption_unless_the_new_one_comes_first() -> None:
    gap = only(resource("aws_lambda_function", ["delete", "create"], {"a": 1}, {"a": 2}))
    none = only(resource("aws_api_gateway_deployment", ["create", "delete"], {"a": 1}, {"a": 2}))
    assert (gap.risk, none.risk) == (Risk.INTERRUPTION, Risk.ROUTINE)


def test_destroying_an_alarm_is_routine_and_a_function_an_interruption() -> None:
    assert only(resource("aws_cloudwatch_metric_alarm", ["delete"], {"a": 1})).risk is Risk.ROUTINE
    assert only(resource("aws_lambda_function", ["delete"], {"a": 1})).risk is Risk.INTERRUPTION


def test_switching_an_event_source_off_is_an_interruption() -> None:
    change = only(
        resource("aws_lambda_event_source_mapping", ["update"], {"enabled": True}, {"enabled": False})
    )
    assert change.risk is Risk.INTERRUPTION


# Secrets.


def test_sensitive_values_never_appear() -> None:
    secret = "hunter2"
    found = review(
        resource(
            "aws_security_group_rule",
            ["create"],
            None,
            {"type": "ingress", "protocol": "tcp", "from_port": 1, "to_port": 1, "cidr_blocks": [secret]},
            after_sensitive={"cidr_blocks": [True]},
        ),
        resource(
            "aws_iam_policy",
            ["update"],
            {"policy": policy(allow("s3:GetObject", "a"))},
            {"policy": policy(allow(f"s3:{secret}", "a"))},
            after_sensitive={"policy": True},
        ),
        resource(
            "aws_lambda_permission",
            ["create"],
            None,
            {"principal": secret},
            after_sensitive={"principal": True},
        ),
        resource(
            "aws_ssm_parameter",
            ["update"],
            {"value": "old"},
            {"value": secret},
            after_sensitive={"value": True},
        ),
    )
    assert secret not in json.dumps(found.to_json())
    assert found.changes[-1].attributes == ("value",)
    assert "allows more" in found.changes[1].reasons[0]
