"""Nothing that Terraform marks as sensitive is in a review, whatever the plan looks like."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tooling import access, diagram, drift, plan, preflight, render
from tooling import cost as costs
from tooling.access import text as access_text
from tooling.cost import prices, usage
from tooling.cost import text as cost_text
from tooling.diagram import layout
from tooling.drift import text as drift_text
from tooling.errors import PlatformError
from tooling.plan import iam, resources, risk
from tooling.plan.masking import Masked, mask

SECRET = "hunter2"
NAMES = sorted(
    {path.split(".")[0] for path in (*risk.GUARDS, *risk.RETENTIONS)}
    | {path.split(".")[0] for _, path in (*risk.EXPOSURES, *risk.PAUSES, *risk.STOPS)}
    | {
        "policy",
        "assume_role_policy",
        "principal",
        "operations",
        "ingress",
        "egress",
        "route",
        "rule",
        "tags",
    }
    | {"cidr_blocks", "cidr_ipv4", "from_port", "ip_protocol", "policy_arn", "authorization", "statement"}
)
KINDS = sorted(
    {*risk.HOLDS_DATA, *risk.OPENINGS, *risk.ATTACHMENTS, *risk.POLICIES_BY_TYPE, *risk.SAFEGUARDS}
    | {kind for kind, _ in (*risk.EXPOSURES, *risk.PAUSES, *risk.STOPS)}
    | {
        "aws_security_group",
        "aws_security_group_rule",
        "aws_route",
        "aws_route_table",
        "aws_network_acl_rule",
    }
    | {
        "aws_vpc_security_group_ingress_rule",
        "aws_lambda_permission",
        "aws_kms_grant",
        "aws_s3_bucket_policy",
    }
    | {"aws_s3_bucket_lifecycle_configuration", "aws_eks_access_policy_association"}
)
ACTIONS = [list(actions) for actions in plan.ACTIONS]


class Plans:
    """Random plans in which the secret is only where it is marked."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def plan(self) -> dict[str, Any]:
        resources = [self.resource(f"r{number}") for number in range(4)]
        drift = [each for each in resources if each["change"]["actions"] == ["update"]]
        return {
            "resource_changes": [*resources, self.document()],
            "resource_drift": drift,
            "output_changes": {"o": {"actions": ["create"], "after": SECRET, "after_sensitive": True}},
            "variables": {"v": {"value": SECRET}},
            "planned_values": {"outputs": {"o": {"value": SECRET, "sensitive": True}}},
            "configuration": {"root_module": {"resources": [self.refers(each) for each in resources]}},
        }

    def resource(self, name: str) -> dict[str, Any]:
        kind = self.random.choice(KINDS)
        before, marks = self.values()
        after, more = self.values()
        if self.random.random() < 0.5:
            after, more = before, marks
        change = {
            "actions": self.random.choice(ACTIONS),
            "before": before,
            "after": after,
            "before_sensitive": marks,
            "after_sensitive": more,
            "after_unknown": {each: True for each in NAMES if self.random.random() < 0.1},
        }
        return {"address": f"{kind}.{name}", "mode": "managed", "type": kind, "name": name, "change": change}

    def values(self) -> tuple[dict[str, Any], dict[str, Any]]:
        found = {name: self.value(3) for name in NAMES if self.random.random() < 0.6}
        return {name: value for name, (value, _) in found.items()}, {
            name: m for name, (_, m) in found.items()
        }

    def value(self, depth: int) -> tuple[Any, Any]:
        """A value and its marks."""
        kind = self.random.choice(["secret", "secret", "document", "plain", "list", "map", "all"])
        if kind == "secret":
            return self.random.choice([SECRET, f"arn:aws:s3:::{SECRET}/*"]), True
        if kind == "document":
            return json.dumps({"Statement": [{"Effect": "Allow", "Action": SECRET, "Resource": "*"}]}), True
        if kind == "plain" or not depth:
            return self.random.choice(["a", 1, True, None, "Enabled", "NONE", 0, "10.0.0.0/8"]), False
        parts = [self.value(depth - 1) for _ in range(self.random.randint(0, 3))]
        if kind == "list":
            return [value for value, _ in parts], [marks for _, marks in parts]
        if kind == "all":
            return {SECRET: [SECRET], "x": {"y": SECRET}}, True
        names = self.random.sample(["actions", "resources", "effect", "days", "status", "x"], len(parts))
        paired = list(zip(names, parts, strict=True))
        return {name: value for name, (value, _) in paired}, {name: marks for name, (_, marks) in paired}

    def document(self) -> dict[str, Any]:
        """A policy document of which a part is unknown, so that it is read at apply."""
        statements = [self.value(2) for _ in range(2)]
        change = {
            "actions": ["read"],
            "before": None,
            "after": {"statement": [value for value, _ in statements]},
            "after_sensitive": {"statement": [marks for _, marks in statements]},
            "after_unknown": {"statement": [{}, {"resources": True}]},
        }
        kind = "aws_iam_policy_document"
        return {"address": f"data.{kind}.d", "mode": "data", "type": kind, "name": "d", "change": change}

    def refers(self, resource: dict[str, Any]) -> dict[str, Any]:
        document = {"references": ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"]}
        return {
            "address": resource["address"],
            "mode": "managed",
            "type": resource["type"],
            "name": resource["name"],
            "expressions": {"policy": document, "name": {"constant_value": "n"}},
        }


def shown(review: plan.Review) -> Iterator[str]:
    """The review in every form."""
    yield render.text("dev", review)
    yield render.text("dev", review, full=True)
    yield render.markdown("dev", review)
    yield render.as_json("dev", review)
    yield repr(review)


@pytest.mark.parametrize("chunk", range(6))
def test_no_secret_is_in_any_form_of_a_review(chunk: int) -> None:
    for seed in range(50 * chunk, 50 * chunk + 50):
        for text in shown(plan.read(Plans(seed).plan())):
            assert SECRET not in text, seed


def said_of(planned: dict[str, Any]) -> Iterator[str]:
    """What the commands that read a plan say of it."""
    found = preflight.check(planned)
    yield f"{found!r} {json.dumps([each.to_json() for each in found])} {render.findings(found)}"
    for before in (False, True):
        rights = access.read(planned, None, before=before)
        yield f"{access_text.shown(rights)} {json.dumps([each.to_json() for each in rights.rights()])}"
        yield json.dumps(rights.unread())
    differences = drift.differences(planned, Path("none"), "dev")
    yield json.dumps([each.to_json() for each in differences])
    yield drift_text.shown("dev", differences, [], [])
    cost = costs.estimate(resources.read(planned), prices.load(), usage.load(Path("none")), "eu-west-1")
    yield f"{cost_text.shown('dev', cost, 'Service', full=True)} {json.dumps(cost.to_json('Service'))}"
    try:
        picture = diagram.draw(planned, None, "dev")
    except PlatformError as error:  # there is nothing to draw
        yield error.message
    else:
        yield f"{layout.mermaid(picture)} {json.dumps(picture.to_json())}"


def test_no_secret_is_in_what_any_command_says_of_a_plan() -> None:
    for seed in range(40):
        for text in said_of(Plans(seed).plan()):
            assert SECRET not in text, seed


def test_the_random_plans_have_secrets_to_hide() -> None:
    assert all(json.dumps(Plans(seed).plan()).count(SECRET) > 5 for seed in range(100))


def test_a_mask_equals_only_the_mask_of_an_equal_value() -> None:
    assert Masked("a") == Masked("a") and Masked("a") != Masked("b")
    assert Masked("a") != "(sensitive)"
    assert len({Masked("a"), Masked("a"), Masked("b")}) == 2
    assert json.dumps(Masked("a")) == '"(sensitive)"' and f"{Masked('a')}" == "(sensitive)"


def test_of_a_sensitive_map_the_keys_are_masked_too_and_booleans_stay() -> None:
    assert mask(
        {"a": {SECRET: 1}, "b": True, "c": None, "d": [1, SECRET]}, {"a": True, "b": True, "d": [False, True]}
    ) == {
        "a": Masked({SECRET: 1}),
        "b": True,
        "c": None,
        "d": [1, Masked(SECRET)],
    }


def test_what_is_sensitive_on_one_side_is_so_on_the_other() -> None:
    change = {
        "actions": ["update"],
        "before": {"value": SECRET},
        "after": {"value": "x"},
        "after_sensitive": {"value": True},
    }
    found = plan.read({"resource_changes": [{"address": "a.b", "type": "a", "name": "b", "change": change}]})
    assert found.changes[0].attributes == ("value",)
    assert not any(SECRET in text for text in shown(found))


def test_another_secret_in_a_policy_is_another_right() -> None:
    def allowing(resource: Any, principal: Any = "x") -> dict[str, Any]:
        return {
            "Statement": [
                {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource, "Principal": principal}
            ]
        }

    assert iam.added(allowing(Masked("a")), allowing(Masked("a"))) == []
    assert iam.describe(iam.added(allowing(Masked("a")), allowing(Masked("b")))) == [
        "x may s3:GetObject on (sensitive)"
    ]
    assert iam.added(allowing("a", Masked("a")), allowing("a", Masked("b"))) != []
    assert iam.added(allowing("*"), allowing(Masked("b"))) == []


@pytest.mark.parametrize(
    ("kind", "name", "group"),
    [
        ("aws_db_instance", "backup_retention_period", risk.Risk.LOSS_OF_DATA),
        ("aws_ecs_service", "desired_count", risk.Risk.INTERRUPTION),
        ("aws_lb", "internal", risk.Risk.NETWORK),
    ],
)
def test_a_sensitive_change_that_no_rule_can_judge_is_named(kind: str, name: str, group: risk.Risk) -> None:
    change = {
        "actions": ["update"],
        "before": {name: "7"},
        "after": {name: "1"},
        "after_sensitive": {name: True},
    }
    (found,) = plan.read(
        {"resource_changes": [{"address": f"{kind}.a", "type": kind, "name": "a", "change": change}]}
    ).changes
    assert (found.risk, found.reasons) == (group, (f"{name} changes (sensitive, not shown)",))
