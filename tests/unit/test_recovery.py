"""After a run that died: its lock is released, and what it made is adopted, exactly once."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tooling import adoption, emulator, recovery, state
from tooling.aws import Target
from tooling.environments import Backend, Environment
from tooling.errors import PlatformError
from tooling.runs import Journal, who
from tooling.terraform import Killed, Locked, Terraform

TAGS = {"Environment": "shop"}


# Which id an import wants.


@pytest.mark.parametrize(
    ("kind", "identifier", "values", "wanted"),
    [
        ("aws_vpc", "vpc-1", {}, "vpc-1"),
        ("aws_dynamodb_table", None, {"name": "users"}, "users"),
        ("aws_vpc", None, {"tags_all": TAGS}, None),
        ("aws_api_gateway_stage", "ags-a-v1", {"rest_api_id": "a", "stage_name": "v1"}, "a/v1"),
        ("aws_api_gateway_deployment", "d1", {"rest_api_id": "a"}, "a/d1"),
        (
            "aws_api_gateway_method_settings",
            None,
            {"rest_api_id": "a", "stage_name": "v1", "method_path": "*/*"},
            "a/v1/*/*",
        ),
        ("aws_cloudwatch_event_rule", None, {"event_bus_name": "shop", "name": "r"}, "shop/r"),
        (
            "aws_cloudwatch_event_target",
            "r-t",
            {"event_bus_name": "shop", "rule": "r", "target_id": "t"},
            "shop/r/t",
        ),
        (
            "aws_iam_role_policy_attachment",
            "role-2026",
            {"role": "role", "policy_arn": "arn:p"},
            "role/arn:p",
        ),
        ("aws_lambda_alias", "arn:alias", {"function_name": "f", "name": "live"}, "f/live"),
        (
            "aws_lambda_permission",
            "s",
            {"function_name": "f", "qualifier": "live", "statement_id": "s"},
            "f:live/s",
        ),
        ("aws_lambda_permission", "s", {"function_name": "f", "qualifier": None, "statement_id": "s"}, "f/s"),
        ("aws_lambda_function_url", None, {"function_name": "f", "qualifier": "live"}, "f/live"),
        (
            "aws_network_acl_rule",
            "n",
            {"network_acl_id": "acl", "rule_number": 100, "protocol": "tcp", "egress": False},
            "acl:100:tcp:false",
        ),
        (
            "aws_route",
            "r-1",
            {"route_table_id": "rtb", "destination_cidr_block": "", "destination_ipv6_cidr_block": "::/0"},
            "rtb_::/0",
        ),
        (
            "aws_route_table_association",
            "rtbassoc-1",
            {"subnet_id": "subnet", "gateway_id": None, "route_table_id": "rtb"},
            "subnet/rtb",
        ),
    ],
)
def test_the_id_an_import_wants(
    kind: str, identifier: str | None, values: Mapping[str, Any], wanted: str | None
) -> None:
    assert adoption.import_id(kind, identifier, values) == wanted


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("aws_api_gateway_stage", {"stage_name": "v1"}),
        ("aws_lambda_permission", {"function_name": "f", "statement_id": "s"}),
        ("aws_route", {"destination_cidr_block": "0.0.0.0/0"}),
    ],
)
def test_an_id_that_hangs_on_something_unknown_has_to_wait(kind: str, values: Mapping[str, Any]) -> None:
    with pytest.raises(adoption.Unknown):
        adoption.import_id(kind, "known", values)


# What a run had begun, from its events.


def event(name: str, kind: str, action: str = "create", identifier: str | None = None) -> dict[str, Any]:
    resource = {"addr": f"{kind}.{name}", "resource_type": kind, "resource_name": name}
    hook: dict[str, Any] = {"resource": resource, "action": action}
    if identifier is not None:
        return {"type": "apply_complete", "hook": hook | {"id_key": "id", "id_value": identifier}}
    return {"type": "apply_start", "hook": hook}


def test_what_was_begun_is_read_from_the_events() -> None:
    made, deleted = recovery.begun(
        [
            {"type": "version"},
            event("a", "aws_vpc"),
            event("a", "aws_vpc", identifier="vpc-1"),
            event("b", "aws_subnet"),
            event("c", "aws_iam_role", "delete"),
            event("c", "aws_iam_role", "delete", identifier="old"),
            event("c", "aws_iam_role"),
            event("d", "aws_vpc", "update"),
            event("e", "terraform_data"),
        ]
    )
    assert [(each.address, each.id) for each in made] == [
        ("aws_vpc.a", "vpc-1"),
        ("aws_subnet.b", None),
        ("aws_iam_role.c", None),
    ]
    assert deleted == {"aws_iam_role.c"}


# What is done about it: Terraform replaced by its state alone.


class Memory:
    """A Terraform whose objects and state are dictionaries."""

    def __init__(
        self, folder: Path, exist: dict[str, dict[str, Any]], held: dict[str, dict[str, Any]]
    ) -> None:
        self.directory = folder
        self.journal = Journal(folder / "runs")
        self.exist = exist
        self.held = held
        self.plans: list[dict[str, dict[str, Any]]] = []
        self.imported: list[tuple[str, str]] = []
        self.unlocked: list[str] = []

    def state_resources(self) -> dict[str, dict[str, Any]]:
        return self.held

    def planned(self) -> dict[str, dict[str, Any]]:
        return self.plans.pop(0) if self.plans else {}

    def import_resource(self, address: str, identifier: str) -> None:
        if identifier not in self.exist:
            raise PlatformError("Cannot import non-existent remote object", "")
        self.imported.append((address, identifier))
        self.held[address] = {"id": identifier, **self.exist[identifier]}

    def forget_resource(self, address: str) -> None:
        del self.held[address]

    def force_unlock(self, identifier: str) -> None:
        self.unlocked.append(identifier)

    def died(self, events: list[dict[str, Any]], planned: dict[str, dict[str, Any]]) -> None:
        self.journal.begin("apply")
        resources = [{"address": address, "values": values} for address, values in planned.items()]
        self.journal.plan.write_text(
            json.dumps({"planned_values": {"root_module": {"resources": resources}}})
        )
        self.journal.events.write_text("".join(f"{json.dumps(each)}\n" for each in events))
        self.journal.end(orderly=False)


AWS = Target("aws", None, "eu-west-1")
SHOP = Environment("shop", Path("environments/shop"), Backend("b", "k", "eu-west-1"), False)


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "lock", lambda *_: None)


def recovered(memory: Memory) -> recovery.Recovery:
    done = recovery.recover(SHOP, AWS, memory)  # type: ignore[arg-type]
    assert done is not None
    assert recovery.recover(SHOP, AWS, memory) is None, "once is enough"  # type: ignore[arg-type]
    return done


@pytest.mark.usefixtures("free")
def test_what_hangs_on_others_is_adopted_after_them(tmp_path: Path) -> None:
    memory = Memory(tmp_path, {"vpc-1": {}, "a/v1": {}}, {})
    api = [event("a", "aws_api_gateway_stage"), event("a", "aws_api_gateway_stage", identifier="ags-a-v1")]
    memory.died([*api, event("v", "aws_vpc"), event("v", "aws_vpc", identifier="vpc-1")], {})
    memory.plans = [{"aws_api_gateway_stage.a": {"rest_api_id": "a", "stage_name": "v1"}}]
    done = recovered(memory)
    assert memory.imported == [("aws_vpc.v", "vpc-1"), ("aws_api_gateway_stage.a", "a/v1")]
    assert done.left == ()


@pytest.mark.usefixtures("free")
def test_what_was_never_made_and_what_the_state_has_are_let_be(tmp_path: Path) -> None:
    memory = Memory(tmp_path, {}, {"aws_vpc.v": {"id": "vpc-1"}})
    memory.died(
        [event("v", "aws_vpc", identifier="vpc-1"), event("t", "aws_dynamodb_table")],
        {"aws_dynamodb_table.t": {"name": "t"}},
    )
    done = recovered(memory)
    assert (done.adopted, done.left) == ((), ())


@pytest.mark.usefixtures("free")
def test_an_object_of_somebody_else_with_the_same_name_is_not_taken(tmp_path: Path) -> None:
    memory = Memory(tmp_path, {"t": {"tags_all": {"Environment": "other"}}}, {})
    memory.died([event("t", "aws_dynamodb_table")], {"aws_dynamodb_table.t": {"name": "t", "tags_all": TAGS}})
    done = recovered(memory)
    assert memory.held == {}
    assert done.left == ("aws_dynamodb_table.t: an object of that name exists, but its tags are not ours",)


@pytest.mark.usefixtures("free")
def test_a_replacement_takes_the_place_of_what_it_replaced(tmp_path: Path) -> None:
    memory = Memory(tmp_path, {"vpc-2": {}}, {"aws_vpc.v": {"id": "vpc-1"}})
    memory.died(
        [
            event("v", "aws_vpc", "delete", "vpc-1"),
            event("v", "aws_vpc"),
            event("v", "aws_vpc", identifier="vpc-2"),
        ],
        {},
    )
    recovered(memory)
    assert memory.held == {"aws_vpc.v": {"id": "vpc-2"}}


@pytest.mark.usefixtures("free")
def test_what_cannot_be_adopted_is_named(tmp_path: Path) -> None:
    memory = Memory(tmp_path, {}, {})
    said: list[str] = []
    memory.died([event("s", "aws_api_gateway_stage")], {})
    recovery.recover(SHOP, AWS, memory, said.append)  # type: ignore[arg-type]
    assert said[-1].startswith("Look at this by hand: aws_api_gateway_stage.s: ")


@pytest.mark.usefixtures("free")
def test_an_orderly_run_leaves_nothing_to_recover(tmp_path: Path) -> None:
    memory = Memory(tmp_path, {}, {})
    memory.journal.begin("apply")
    memory.journal.end(orderly=True)
    assert recovery.recover(SHOP, AWS, memory) is None  # type: ignore[arg-type]


def lock(holder: str, ago: timedelta) -> state.Lock:
    return state.Lock("1-2-3", holder, "apply", datetime.now(UTC) - ago)


def test_the_dead_runs_own_lock_is_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory(tmp_path, {}, {})
    memory.died([], {})
    monkeypatch.setattr(state, "lock", lambda *_: lock(who(), timedelta()))
    assert recovered(memory).unlocked
    assert memory.unlocked == ["1-2-3"]


@pytest.mark.parametrize(("holder", "ago"), [("ci@runner", timedelta()), (who(), timedelta(hours=1))])
def test_a_lock_of_somebody_else_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holder: str, ago: timedelta
) -> None:
    memory = Memory(tmp_path, {}, {})
    memory.died([], {})
    monkeypatch.setattr(state, "lock", lambda *_: lock(holder, ago))
    with pytest.raises(Locked, match=f"'shop' is locked: {holder} runs apply since"):
        recovery.recover(SHOP, AWS, memory)  # type: ignore[arg-type]
    assert memory.unlocked == []
    assert memory.journal.last() is not None, "it is still to be recovered"


def test_a_local_aws_that_was_started_afresh_has_nothing_to_recover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory(tmp_path, {"vpc-1": {}}, {})
    memory.died([event("v", "aws_vpc", identifier="vpc-1")], {})
    monkeypatch.setattr(state, "made", lambda *_: datetime.now(UTC) + timedelta(seconds=5))
    local = Target("local", "http://127.0.0.1:1", "eu-west-1")
    assert recovery.recover(SHOP, local, memory) is None  # type: ignore[arg-type]
    assert memory.imported == []
    assert memory.journal.last() is None


# All of it, for real.

ROOT = """
terraform {
  backend "s3" {
    bucket       = "killed-state"
    key          = "killed.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
  }
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}
provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { Environment = "killed" }
  }
}
resource "aws_dynamodb_table" "table" {
  name         = "killed"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_iam_role" "role" {
  name = "killed"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_kms_key" "key" {
  enable_key_rotation = true
}
resource "aws_sqs_queue" "queue" {
  name = "killed"
}
resource "aws_vpc" "network" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = "killed" }
}
"""


@pytest.mark.slow
def test_a_killed_apply_followed_by_an_apply_converges_with_nothing_twice(
    local_aws: Target, tmp_path: Path, root: Callable[[str], Terraform]
) -> None:
    folder = root(ROOT).directory
    terraform = Terraform(folder, local_aws.variables(), tmp_path / "runs" / "killed")
    environment = Environment("killed", folder, Backend("killed-state", "killed.tfstate", "eu-west-1"), False)
    before = set(emulator.inventory(local_aws.url or ""))
    plan = terraform.journal.folder / "plan.tfplan"
    state.bootstrap(environment, local_aws)
    terraform.init()
    terraform.plan(plan)
    plan.with_suffix(".json").write_text(json.dumps(terraform.show(plan)))
    complete: set[str] = set()

    def kill_when_most_is_made(event: dict[str, Any]) -> None:
        if event["type"] == "apply_complete":
            complete.add(event["hook"]["resource"]["addr"])
        run = terraform.journal.last()
        if {"aws_dynamodb_table.table", "aws_iam_role.role", "aws_vpc.network"} <= complete and run:
            os.kill(run.pid, signal.SIGKILL)  # the queue and the key are under way: neither has a known id

    with pytest.raises(Killed):
        terraform.apply(plan, kill_when_most_is_made)
    assert "aws_sqs_queue.queue" not in complete
    assert state.lock(environment, local_aws) is not None

    said: list[str] = []
    done = recovery.recover(environment, local_aws, terraform, said.append)
    assert done is not None
    assert done.unlocked
    assert {"aws_dynamodb_table.table", "aws_iam_role.role", "aws_vpc.network"} <= set(done.adopted)
    assert done.left == ()
    terraform.plan(plan)
    terraform.apply(plan)
    assert not terraform.plan(plan), "it has converged"

    made = [name for name in emulator.inventory(local_aws.url or "") if name not in before]
    for kind in ("dynamodb/table/", "iam/role/", "kms/key/", "sqs/queue/", "ec2/vpcs/"):
        assert len([name for name in made if name.startswith(kind)]) == 1, kind
    assert len(terraform.state_list()) == 5
