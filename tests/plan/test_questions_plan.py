"""Questions about a plan of some 300 resources: the shop on its platform, and every module call that `choose`
shows, pasted into one root."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.plan import examples
from tooling import access, choose, diagram, emulator, packages, scaffold
from tooling.access import asking
from tooling.aws import Target
from tooling.paths import MODULES, ROOT
from tooling.terraform import Terraform, provider

PLATFORM = """
module "platform" {
  source = "../../modules/blueprints/platform"

  name    = "choose"
  network = { zones = ["a", "b"] }
}

module "shop" {
  source = "../../examples/shop"

  platform = module.platform
  users    = { memory_mb = 256, recovery_days = 7, requests_per_second = 50 }
}

module "new_module" {
  source = "../../modules/messaging/new-module/examples/complete"
}

resource "terraform_data" "later" {}
"""
TABLE = "module.shop.module.users_table.aws_dynamodb_table.this"
QUEUE = "module.shop.module.users_welcome_queue.aws_sqs_queue.this"
CAPABILITIES = {
    "compute": "choose.compute",
    "serverless": "choose.serverless",
    "data": "choose.data",
    "messaging": "choose.messaging",
}
SERVICES = [
    pytest.param(
        topic, key, marks=pytest.mark.capability(CAPABILITIES[topic], "behaves"), id=f"{topic}-{key}"
    )
    for topic in choose.TOPICS
    for key in choose.load(topic).services
]


def pasted(topic: str, key: str, call: str) -> str:
    """The call under names of its own: several of them call something `orders`."""
    own = f"{topic}_{key}".replace("-", "_")
    call = re.sub(r'^module "(\w+)"', rf'module "{own}_\1"', call, flags=re.MULTILINE)
    call = re.sub(r"\bmodule\.(?!platform\b)(\w+)", rf"module.{own}_\1", call)
    # What is read of AWS is read after the plan.
    later = r"\1\n  depends_on = [terraform_data.later]"
    return re.sub(r'(  source = "../../modules/compute/eks-cluster")', later, call)


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("questions")
    for folder in [ROOT / "examples", *(each for each in MODULES.iterdir() if each.is_dir())]:
        here = top / folder.relative_to(ROOT)
        here.mkdir(parents=True)
        for each in folder.iterdir():
            (here / each.name).symlink_to(each)
    folder = top / "environments" / "questions"
    folder.mkdir(parents=True)
    for kind in scaffold.COMPUTE:
        (folder / f"new_{kind}.tf").write_text(scaffold.service(f"new-{kind}", kind, top).call)
    packages.build(top / "examples/new-lambda/services/new_lambda")
    scaffold.module("messaging/new-module", top)
    return top


@pytest.fixture(scope="module")
def planned(whoami: Target, top: Path) -> dict[str, Any]:
    packages.build_all()
    folder = top / "environments" / "questions"
    for file in ("main.tf", ".terraform.lock.hcl"):
        (folder / file).write_bytes((examples.GALLERY / file).read_bytes())
    (folder / "platform.tf").write_text(PLATFORM)
    for topic in choose.TOPICS:
        for key, service in choose.load(topic).services.items():
            (folder / f"{topic}_{key}.tf").write_text(pasted(topic, key, service.call))
    terraform = Terraform(folder, whoami.variables(), runs=folder / "runs")
    terraform.init()
    with provider.shared(terraform):
        terraform.plan(folder / "plan")
        found: dict[str, Any] = terraform.show(folder / "plan")
    return found


@pytest.mark.parametrize(("topic", "key"), SERVICES)
def test_the_call_that_choose_shows_plans(planned: dict[str, Any], topic: str, key: str) -> None:
    start = f"module.{topic}_{key}_".replace("-", "_")
    made = [
        each
        for each in planned["resource_changes"]
        if each["address"].startswith(start) and each["mode"] == "managed"
    ]
    assert made and all(each["change"]["actions"] == ["create"] for each in made)


@pytest.mark.capability("use.access", "behaves")
def test_before_the_first_apply_the_map_says_who_may_do_what(planned: dict[str, Any], top: Path) -> None:
    found = access.read(planned, top / "environments" / "questions")
    rights = {(right.who, right.action, right.resource) for right in found.rights()}
    role = "role module.shop.module.users_function.aws_iam_role.this[0]"
    table = "arn:aws:dynamodb:eu-west-1:000000000000:table/choose-users"
    assert (role, "dynamodb:DeleteItem", table) in rights
    assert (role, "dynamodb:Query", f"{table}/*") in rights
    assert not any(action == "dynamodb:DeleteTable" for _, action, _ in rights)
    (sends,) = (
        right for right in found.rights() if right.action == "sqs:SendMessage" and QUEUE in right.statement
    )
    assert sends.who == "service events.amazonaws.com" and sends.module.endswith("users_welcome_queue")
    assert "aws_cloudwatch_event_rule" in sends.condition


@pytest.mark.capability("use.access", "behaves")
def test_who_can_is_decided_as_the_local_aws_decides(planned: dict[str, Any], top: Path) -> None:
    found = access.read(planned, top / "environments" / "questions")

    def can(action: str, on: str) -> dict[str, str]:
        answers = asking.who_can(found, action, on, emulator.evaluate)
        return {each.who: each.condition for each in answers if each.allowed}

    assert set(can("dynamodb:DeleteItem", TABLE)) == {
        "role module.shop.module.users_function.aws_iam_role.this[0]",
        "role module.shop.module.users_welcome_function.aws_iam_role.this[0]",
    }
    assert can("dynamodb:DeleteTable", TABLE) == {}
    assert list(can("sqs:SendMessage", QUEUE)) == ["service events.amazonaws.com"]
    assert "aws:SourceArn" in can("sqs:SendMessage", QUEUE)["service events.amazonaws.com"]


FLOWS = {
    ("module.shop.module.users_api.aws_api_gateway_rest_api.this", "calls"),
    ("module.platform.module.events.aws_cloudwatch_event_bus.this", "events"),
    ("module.shop.module.users_function.aws_lambda_function.this", "publishes"),
    ("module.shop.module.users_function.aws_lambda_function.this", "reads, writes"),
    ("module.shop.module.users_welcome_function.aws_lambda_function.this", "reads, writes"),
    (QUEUE, "dead letters"),
    (QUEUE, "messages"),
}


@pytest.mark.capability("use.diagram", "behaves")
def test_data_flows_as_grants_and_deliveries_say(planned: dict[str, Any], top: Path) -> None:
    found = diagram.draw(planned, top / "environments" / "questions", "questions", "service", "users")
    assert {(edge.source, edge.label) for edge in found.edges} == FLOWS
    function = "module.shop.module.users_function.aws_lambda_function.this"
    assert {edge.target for edge in found.edges if edge.source == function and "reads" in edge.label} == {
        TABLE
    }


@pytest.mark.capability("use.diagram", "behaves")
def test_the_network_shows_who_stands_in_which_tier(planned: dict[str, Any], top: Path) -> None:
    found = diagram.draw(planned, top / "environments" / "questions", "questions", "network")
    tiers = {node.groups[-1] for node in found.nodes if node.label.startswith("10.")}
    assert tiers == {"public", "private", "database"}
    assert {"orders\nECS service", "orders\nbroker"} <= {
        n.label for n in found.nodes if n.groups[-1] == "private"
    }
    crowded = diagram.draw(planned, top / "environments" / "questions", "questions")
    assert (
        len(crowded.nodes) < len([one for one in planned["resource_changes"] if one["mode"] == "managed"]) / 5
    )


@pytest.mark.capability("use.new-service", "behaves")
@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("new_lambda", {"aws_lambda_function", "aws_dynamodb_table", "aws_api_gateway_rest_api"}),
        ("new_fargate", {"aws_ecs_service", "aws_ecs_task_definition", "aws_ecr_repository"}),
        ("new_module", {"aws_ssm_parameter"}),
    ],
)
def test_what_was_just_made_plans(planned: dict[str, Any], name: str, kinds: set[str]) -> None:
    made = {
        one["type"] for one in planned["resource_changes"] if one["address"].startswith(f"module.{name}.")
    }
    assert kinds <= made
