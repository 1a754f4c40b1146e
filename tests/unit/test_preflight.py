"""What AWS will refuse is named before a plan is applied: see also tests/preflight."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.preflight.plans import change, plan_of
from tooling import consent, preflight, render
from tooling.consent import Given
from tooling.environments import Backend, Environment
from tooling.errors import PlatformError
from tooling.plan import Review, read

pytestmark = pytest.mark.capability("use.preflight", "behaves")

DEV = Environment("dev", None, Backend("b", "k", "eu-west-1"), protected=False)  # type: ignore[arg-type]
LOCAL = Environment("local", None, Backend("b", "k", "eu-west-1"), protected=False)  # type: ignore[arg-type]
PROTECTED = change(
    "aws_dynamodb_table.orders", "delete", before={"name": "orders", "deletion_protection_enabled": True}
)


def review(*changes: dict[str, Any], kept_late: tuple[str, ...] = ()) -> Review:
    from dataclasses import replace

    plan = plan_of(*changes)
    return replace(read(plan), preflight=preflight.check(plan, kept_late))


def names(*changes: dict[str, Any], kept_late: tuple[str, ...] | None = ()) -> list[str]:
    return [each.name for each in preflight.check(plan_of(*changes), kept_late)]


# How it is shown, and what it stops.


def test_the_review_begins_with_what_aws_will_refuse_in_text_markdown_and_json() -> None:
    found = review(PROTECTED)
    for text in (render.text("dev", found), render.markdown("dev", found)):
        at = text.index("AWS will refuse")
        assert at < text.index("Loss of data")
        line = next(each for each in text[at:].splitlines() if "aws_dynamodb_table.orders" in each)
        for part in ("deletion_protection_enabled is on", "ValidationException: Resource cannot be deleted"):
            assert part in line
        assert "`deletion_protection_enabled = false`" in line
    (one,) = json.loads(render.as_json("dev", found))["preflight"]
    assert one["name"] == "protected:aws_dynamodb_table.orders"
    assert one["error"].startswith("ValidationException") and one["cause"] and one["cure"]


@pytest.mark.parametrize("environment", [DEV, LOCAL], ids=["dev", "local"])
def test_a_finding_stops_an_apply_unless_it_is_overruled_by_name(environment: Environment) -> None:
    found = review(PROTECTED)
    with pytest.raises(PlatformError) as refused:
        consent.obtain(environment, found, Given(yes=True, data_loss=True), "apply", None)
    assert "nothing was changed" in refused.value.message
    assert "--overrule protected:aws_dynamodb_table.orders" in refused.value.next_step
    given = Given(yes=True, data_loss=True, overrule=("protected:aws_dynamodb_table.orders",))
    consent.obtain(environment, found, given, "apply", None)


def test_an_overruled_finding_leaves_the_others() -> None:
    other = change("aws_lb.web", "delete", before={"enable_deletion_protection": True})
    given = Given(yes=True, data_loss=True, overrule=("protected:aws_lb.web",))
    with pytest.raises(PlatformError, match=r"aws_dynamodb_table\.orders"):
        consent.obtain(DEV, review(PROTECTED, other), given, "apply", None)


def test_what_is_no_finding_cannot_be_overruled() -> None:
    given = Given(yes=True, overrule=("protected:aws_lb.other",))
    with pytest.raises(PlatformError, match="names no finding") as refused:
        consent.obtain(DEV, review(PROTECTED), given, "apply", None)
    assert "protected:aws_dynamodb_table.orders" in refused.value.next_step


def test_a_plan_in_a_file_is_read(tmp_path: Any) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan_of(PROTECTED)))
    assert [each.name for each in preflight.check_file(str(file))] == ["protected:aws_dynamodb_table.orders"]
    file.write_text("{")
    with pytest.raises(PlatformError, match="is no plan in JSON"):
        preflight.check_file(str(file))


def test_a_secret_is_shown_by_no_finding() -> None:
    groups = [
        change(f"aws_cloudwatch_log_group.{name}", "create", after={"name": "hunter2"}) for name in "ab"
    ]
    for each in groups:
        each["change"]["after_sensitive"] = {"name": True}
    (found,) = preflight.check(plan_of(*groups))
    assert "hunter2" not in str(found) and "(sensitive)" in found.cause


# A destroy.


def test_a_destroy_that_would_stop_half_way_says_how_far_it_would_get() -> None:
    """What the protected table does not need goes; what it needs stays."""
    key = change("aws_kms_key.a", "delete", before={"id": "k"})
    queue = change("aws_sqs_queue.a", "delete", before={"name": "q"})
    plan = plan_of(key, queue, PROTECTED, needs={"aws_dynamodb_table.orders": ["aws_kms_key.a"]})
    (found,) = preflight.check(plan, ())
    assert "the destroy would stop with 1 of 3 resources gone" in found.cause


def test_a_plan_that_destroys_only_part_says_how_much_of_that_would_be_gone() -> None:
    queue = change("aws_sqs_queue.a", "delete", before={"name": "q"})
    stays = change("aws_ssm_parameter.a", "no-op", before={"name": "p"}, after={"name": "p"})
    (found,) = preflight.check(plan_of(queue, stays, PROTECTED), ())
    assert "the apply would stop with up to 1 of the 2 resources gone that it destroys" in found.cause
    (alone,) = preflight.check(plan_of(stays, PROTECTED), ())
    assert "gone" not in alone.cause


# Contents.


def bucket_and(kind: str, **before: Any) -> list[str]:
    bucket = change("aws_s3_bucket.a", "delete", before={"bucket": "logs", "arn": "arn:aws:s3:::logs"})
    return names(bucket, change(f"{kind}.a", "delete", before=before))


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        ("aws_lb", {"access_logs": [{"bucket": "logs", "enabled": True}]}),
        ("aws_flow_log", {"log_destination": "arn:aws:s3:::logs/vpc"}),
        ("aws_cloudtrail", {"s3_bucket_name": "logs"}),
    ],
)
def test_a_bucket_that_others_write_into_is_not_empty(kind: str, before: dict[str, Any]) -> None:
    assert bucket_and(kind, **before) == ["not-empty:aws_s3_bucket.a"]


def test_a_bucket_that_is_only_read_may_be_empty() -> None:
    assert bucket_and("aws_cloudfront_distribution", origin=[{"origin_id": "logs"}]) == []


# In use.

GROUP = {"id": "arn:tg", "arn": "arn:tg", "name": "web"}


def listener(after: Any, how: str = "update", **more: Any) -> dict[str, Any]:
    action = {"type": "forward", "target_group_arn": "arn:tg"}
    return change("aws_lb_listener.web", how, before={"default_action": [action]}, after=after, **more)


ELSEWHERE = {"default_action": [{"type": "fixed-response"}]}
NEEDS = {"aws_lb_listener.web": ["aws_lb_target_group.web"]}


def in_use(*changes: dict[str, Any], needs: Any = None, kept_late: tuple[str, ...] = ()) -> list[str]:
    plan = plan_of(*changes, needs=NEEDS if needs is None else needs)
    return [each.name for each in preflight.check(plan, kept_late)]


def test_deleted_before_its_user_is_changed() -> None:
    gone = change("aws_lb_target_group.web", "delete", before=GROUP)
    assert in_use(gone, listener(ELSEWHERE)) == ["in-use:aws_lb_target_group.web"]


@pytest.mark.parametrize(
    ("how", "kept_late"), [("delete", ("aws_lb_target_group.web",)), ("create+delete", ())]
)
def test_create_before_destroy_lets_its_user_change_first(how: str, kept_late: tuple[str, ...]) -> None:
    after = None if how == "delete" else {"name": "other"}
    gone = change("aws_lb_target_group.web", how, before=GROUP, after=after)
    assert in_use(gone, listener(ELSEWHERE), kept_late=kept_late) == []


def test_a_user_that_is_destroyed_goes_first() -> None:
    gone = change("aws_lb_target_group.web", "delete", before=GROUP)
    assert in_use(gone, listener(None, "delete")) == []


def test_a_user_that_terraform_does_not_order_is_left_to_chance() -> None:
    """By the value alone: both are changed at once, and the provider repeats the delete for a while."""
    gone = change("aws_lb_target_group.web", "delete", before=GROUP)
    assert in_use(gone, listener(ELSEWHERE), needs={"aws_lb_listener.web": []}) == []


def test_a_user_that_is_not_changed_keeps_it_in_use_in_any_order() -> None:
    gone = change("aws_lb_target_group.web", "delete", before=GROUP)
    same = {"default_action": [{"type": "forward", "target_group_arn": "arn:tg"}]}
    late = ("aws_lb_target_group.web",)
    assert in_use(gone, listener(same, "no-op"), kept_late=late) == ["in-use:aws_lb_target_group.web"]


def test_aliases_of_a_type_are_the_same_type() -> None:
    gone = change("aws_alb_target_group.web", "delete", before=GROUP)
    needs = {"aws_lb_listener.web": ["aws_alb_target_group.web"]}
    assert in_use(gone, listener(ELSEWHERE), needs=needs) == ["in-use:aws_alb_target_group.web"]


def test_a_replaced_route_of_an_http_api() -> None:
    gone = change("aws_apigatewayv2_integration.a", "delete", before={"id": "abc"})
    route = change(
        "aws_apigatewayv2_route.a",
        "update",
        before={"id": "r", "target": "integrations/abc"},
        after={"id": "r", "target": "integrations/xyz"},
    )
    needs = {"aws_apigatewayv2_route.a": ["aws_apigatewayv2_integration.a"]}
    assert in_use(gone, route, needs=needs) == ["in-use:aws_apigatewayv2_integration.a"]


# The name still taken.


def role(address: str, how: str, **more: Any) -> dict[str, Any]:
    value = {"name": "orders", "id": "orders"}
    return change(
        f"aws_iam_role.{address}",
        how,
        before=None if how == "create" else value,
        after=None if how == "delete" else value,
        **more,
    )


def test_a_successor_made_first_needs_another_name() -> None:
    assert names(role("a", "create+delete")) == ["name-taken:aws_iam_role.a"]
    assert names(role("a", "delete+create")) == []


def test_a_name_handed_over_between_addresses_is_best_moved() -> None:
    (found,) = preflight.check(plan_of(role("old", "delete"), role("new", "create")), ())
    assert found.name == "name-taken:aws_iam_role.new"
    assert "moved { from = aws_iam_role.old, to = aws_iam_role.new }" in found.cure


def test_a_name_that_another_keeps() -> None:
    assert names(role("old", "no-op"), role("new", "create")) == ["name-taken:aws_iam_role.new"]


def test_two_creations_of_one_name() -> None:
    assert names(role("a", "create"), role("b", "create")) == ["name-taken:aws_iam_role.b"]


def rule(address: str, before: Any, after: Any, listener: str = "arn:l") -> dict[str, Any]:
    def values(priority: Any) -> Any:
        return None if priority is None else {"listener_arn": listener, "priority": priority}

    how = "create" if before is None else "delete" if after is None else "update"
    how = "no-op" if before == after else how
    return change(f"aws_lb_listener_rule.{address}", how, before=values(before), after=values(after))


def test_a_priority_that_moves_on_in_the_same_apply_is_still_taken() -> None:
    assert names(rule("a", 10, 20), rule("b", None, 10)) == ["name-taken:aws_lb_listener_rule.b"]
    assert len(names(rule("a", 10, 20), rule("b", 20, 10))) == 2


def test_a_free_priority_and_one_of_another_listener() -> None:
    assert names(rule("a", 10, 10), rule("b", None, 11), rule("c", None, 10, listener="arn:m")) == []


def test_names_of_different_regions_are_different() -> None:
    def group(name: str, region: str) -> dict[str, Any]:
        return change(f"aws_cloudwatch_log_group.{name}", "create", after={"name": "a", "region": region})

    assert names(group("a", "eu-west-1"), group("b", "eu-central-1")) == []
    assert len(names(group("a", "eu-west-1"), group("b", "eu-west-1"))) == 1


def test_records_are_compared_as_dns_does_it() -> None:
    def record(address: str, name: str, **more: Any) -> dict[str, Any]:
        after = {"zone_id": "Z", "name": name, "type": "A", **more}
        return change(f"aws_route53_record.{address}", "create", after=after)

    assert len(names(record("a", "Web.example.com."), record("b", "web.example.com"))) == 1
    weighted = [record(each, "web.example.com", set_identifier=each) for each in "ab"]
    assert names(*weighted) == []


# What an attribute that only the apply knows refers to.


def test_a_reference_stands_for_a_value_that_is_not_known_yet() -> None:
    """The code says that both rules are of one listener."""

    def new(name: str) -> dict[str, Any]:
        return change(
            f"aws_lb_listener_rule.{name}",
            "create",
            after={"priority": 10},
            unknown={"listener_arn": True},
            refers={"listener_arn": "aws_lb_listener.web"},
        )

    web = change("aws_lb_listener.web", "create", after={"port": 80})
    assert names(web, new("a"), new("b")) == ["name-taken:aws_lb_listener_rule.b"]
    two = [change(f"aws_lb_listener.web[{n}]", "create", after={"port": n}) for n in (80, 81)]
    assert names(*two, new("a"), new("b")) == []  # of which listener each is, the code does not say


def test_references_go_through_variables_and_outputs_of_modules() -> None:
    plan = plan_of(
        change(
            "module.cdn.aws_cloudfront_distribution.a",
            "create",
            after={"viewer_certificate": [{}]},
            unknown={"viewer_certificate": [{"acm_certificate_arn": True}]},
            refers={"viewer_certificate": "var.certificate"},
        ),
        change("module.tls.aws_acm_certificate.a", "create", after={"region": "eu-west-1"}),
    )
    calls = plan["configuration"]["root_module"]["module_calls"]
    calls["cdn"]["expressions"] = {"certificate": {"references": ["module.tls.arn", "module.tls"]}}
    calls["tls"]["module"]["outputs"] = {"arn": {"expression": {"references": ["aws_acm_certificate.a.arn"]}}}
    (found,) = preflight.check(plan)
    assert found.name == "wrong-place:module.cdn.aws_cloudfront_distribution.a"
    assert "eu-west-1" in found.cause and "us-east-1" in found.cure


# The allowed twins.


def test_a_key_is_free_when_terraform_destroys_its_holder_first() -> None:
    """What the taker needed when it was last applied is destroyed before it is changed."""
    old = change("aws_lb_target_group.old", "delete", before={"name": "web"})
    new = change("aws_lb_target_group.new", "delete+create", before={"name": "a"}, after={"name": "web"})
    needs = {"aws_lb_target_group.new": ["aws_lb_target_group.old"]}
    assert preflight.check(plan_of(old, new, needs=needs), ()) == ()
    assert [each.kind for each in preflight.check(plan_of(old, new), ())] == ["name-taken"]


def test_what_is_protected_and_stays_is_no_finding() -> None:
    values = {"name": "orders", "deletion_protection_enabled": True}
    assert names(change("aws_dynamodb_table.orders", "update", before=values, after=values)) == []


@pytest.mark.parametrize(("sizes", "found"), [((5000, 5000), []), ((5000, 6000), ["quota"])])
def test_inline_policies_count_together(sizes: tuple[int, ...], found: list[str]) -> None:
    policies = [
        change(f"aws_iam_role_policy.p[{n}]", "create", after={"role": "r", "policy": "x" * size})
        for n, size in enumerate(sizes)
    ]
    assert [each.kind for each in preflight.check(plan_of(*policies))] == found


def test_a_secret_that_is_made_before_the_old_one_is_deleted_is_not_in_recovery() -> None:
    values = {"name": "api", "recovery_window_in_days": 30}
    secret = change("aws_secretsmanager_secret.api", "create+delete", before=values, after=values)
    assert names(secret) == ["name-taken:aws_secretsmanager_secret.api"]


@pytest.mark.parametrize(
    ("waits", "error"),
    [
        ([], "The REST API doesn't contain any methods"),
        (["aws_api_gateway_method.a"], "No integration defined for method"),
        (["aws_api_gateway_method.a", "aws_api_gateway_integration.a"], ""),
    ],
)
def test_a_deployment_waits_for_what_it_deploys(waits: list[str], error: str) -> None:
    api = change("aws_api_gateway_rest_api.a", "create", after={"name": "a"})
    to_api = {"unknown": {"rest_api_id": True}, "refers": {"rest_api_id": "aws_api_gateway_rest_api.a"}}
    parts = [
        change(f"aws_api_gateway_{kind}.a", "create", after={}, **to_api)
        for kind in ("method", "integration")
    ]
    deployment = change("aws_api_gateway_deployment.a", "create", after={}, waits=waits, **to_api)
    said = [each.error for each in preflight.check(plan_of(api, *parts, deployment))]
    assert said == ([f"BadRequestException: {error}"] if error else [])


def rules(count: int, **peer: Any) -> list[dict[str, Any]]:
    kind = "aws_vpc_security_group_ingress_rule"
    refers = {"security_group_id": "aws_security_group.web"}
    unknown: dict[str, Any] = {"security_group_id": True}
    if peer.pop("listed", False):
        refers["prefix_list_id"] = "aws_ec2_managed_prefix_list.offices"
        unknown["prefix_list_id"] = True
    family = "v6" if "cidr_ipv6" in peer else "v4"
    return [
        change(f'{kind}.{family}["{number}"]', "create", after=peer, unknown=unknown, refers=refers)
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("made", "refused"),
    [
        (rules(60, cidr_ipv4="10.0.0.0/16") + rules(60, cidr_ipv6="fd00::/16"), False),
        (rules(61, cidr_ipv4="10.0.0.0/16"), True),
        (rules(61, cidr_ipv6="fd00::/16"), True),
        (rules(61, referenced_security_group_id="sg-1"), True),
        (rules(1, listed=True) + rules(10, cidr_ipv6="fd00::/16"), False),
        (rules(1, listed=True) + rules(11, cidr_ipv4="10.0.0.0/16"), True),
    ],
)
def test_rules_of_a_group_are_counted_as_aws_counts_them(made: list[dict[str, Any]], refused: bool) -> None:
    group = change("aws_security_group.web", "create", after={"name": "web"}, unknown={"id": True})
    offices = {"name": "offices", "address_family": "IPv4", "max_entries": 50}
    named = change("aws_ec2_managed_prefix_list.offices", "create", after=offices, unknown={"id": True})
    assert [name.startswith("quota:") for name in names(group, named, *made)] == [True] * refused
