"""What differs between AWS and the code, whose it is, what to do; and what exists beside it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from tooling import drift
from tooling.aws import Target
from tooling.drift import Event, beside, text, trail
from tooling.paths import ENVIRONMENTS, ROOT

TABLE = "module.shop.module.users_table.aws_dynamodb_table.this"
FUNCTION = "module.shop.module.users_function.aws_lambda_function.this"


def change(address: str, before: Any, after: Any, actions: list[str]) -> dict[str, Any]:
    kind, name = address.split(".")[-2:]
    change = {"actions": actions, "before": before, "after": after, "after_unknown": {}}
    return {"address": address, "mode": "managed", "type": kind, "name": name, "change": change}


def plan(drifted: list[dict[str, Any]], changes: list[dict[str, Any]]) -> dict[str, Any]:
    """Of an environment that calls the shop, which calls modules."""

    def called(source: str, *calls: tuple[str, dict[str, Any]]) -> dict[str, Any]:
        return {"source": source, "module": {"module_calls": dict(calls)}}

    table = ("users_table", called("../../modules/data/dynamodb-table"))
    function = ("users_function", called("../../modules/serverless/lambda-function"))
    shop = ("shop", called("../../examples/shop", table, function))
    return {
        "resource_drift": drifted,
        "resource_changes": changes,
        "configuration": {"root_module": {"module_calls": dict([shop])}},
    }


def found(drifted: list[dict[str, Any]], changes: list[dict[str, Any]]) -> list[drift.Difference]:
    def who(name: str) -> Event | None:
        return Event("2026-11-28", "ann", "UpdateFunctionConfiguration") if name == "users" else None

    return drift.differences(plan(drifted, changes), ENVIRONMENTS / "dev", "dev", who)


@pytest.mark.capability("use.drift", "behaves")
def test_what_was_changed_by_hand_says_what_whose_and_how_back() -> None:
    code, aws = {"name": "users", "memory_size": 256}, {"name": "users", "memory_size": 1024}
    (one,) = found([change(FUNCTION, code, aws, ["update"])], [change(FUNCTION, aws, code, ["update"])])
    assert one.kind == "changed" and one.attributes == (drift.Attribute("memory_size", "1024", "256"),)
    assert one.back == f"./invokew apply --env dev --target {shlex.quote(FUNCTION)}"
    assert one.over.endswith("memory_size = 1024")
    file, _, line = one.owner.resource.partition(":")
    assert file == "modules/serverless/lambda-function/main.tf"
    assert 'resource "aws_lambda_function" "this"' in (ROOT / file).read_text().splitlines()[int(line) - 1]
    file, _, line = one.owner.call.partition(":")
    assert file.startswith("examples/shop/")
    assert 'module "users_function"' in (ROOT / file).read_text().splitlines()[int(line) - 1]
    shown = text.shown("dev", [one], [], [])
    assert "memory_size: 1024 in AWS, 256 in the code" in shown
    assert "last changed 2026-11-28 by ann: UpdateFunctionConfiguration" in shown


@pytest.mark.capability("use.drift", "behaves")
def test_what_is_gone_comes_first_and_what_is_not_applied_last() -> None:
    table, function = {"name": "shop-users"}, {"name": "users", "memory_size": 256}
    differences = found(
        [change(TABLE, table, None, ["delete"])],
        [
            change(FUNCTION, function, function | {"memory_size": 512}, ["update"]),
            change(TABLE, None, table, ["create"]),
            change("aws_eip.same", {}, {}, ["no-op"]),
        ],
    )
    assert [(one.kind, one.address) for one in differences] == [("gone", TABLE), ("not applied", FUNCTION)]
    gone, unapplied = differences
    assert gone.over.startswith("take it out of the code (examples/shop/") and gone.name == "shop-users"
    assert unapplied.back == "./invokew apply --env dev" and unapplied.last is None


@pytest.mark.capability("use.drift", "behaves")
def test_the_exit_code_is_for_a_schedule() -> None:
    same = found([], [change(TABLE, {}, {}, ["no-op"])])
    assert drift.code(same, []) == 0
    assert "AWS is as the code says" in text.shown("dev", same, [], [])
    other = beside.Unmanaged("aws_sqs_queue", "https://sqs/1/by-hand", "arn:aws:sqs:eu-west-1:1:by-hand", "")
    assert drift.code([], [other]) == 2
    assert 'import { to = aws_sqs_queue.by_hand, id = "https://sqs/1/by-hand" }' in text.shown(
        "dev", [], [other], []
    )


def test_what_is_sensitive_stays_masked() -> None:
    secret = change("aws_db_instance.d", {"password": "old"}, {"password": "new"}, ["update"])
    secret["change"] |= {"before_sensitive": {"password": True}, "after_sensitive": {"password": True}}
    (one,) = found([], [secret])
    assert "new" not in str(one) and "old" not in str(one)


class Client:
    """Answers of AWS, by operation."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers

    def can_paginate(self, operation: str) -> bool:
        return False

    def __getattr__(self, operation: str) -> Any:
        if operation not in self.answers:
            raise RuntimeError("AccessDenied")
        return lambda **_: self.answers[operation]


class Somewhere(Target):
    """An AWS with two queues, one of which a state has, and a table of another environment."""

    def client(self, service: str, region: str | None = None) -> Any:
        tables = {"Tags": [{"Key": "Environment", "Value": "prod"}], "ResourceARN": "arn:table"}
        return {
            "sqs": Client(
                list_queues={"QueueUrls": ["https://sqs/1/mine", "https://sqs/1/by-hand"]},
                get_queue_attributes={"Attributes": {"QueueArn": "arn:by-hand"}},
            ),
            "dynamodb": Client(
                list_tables={"TableNames": ["theirs"]}, describe_table={"Table": {"TableArn": "arn:table"}}
            ),
            "resourcegroupstaggingapi": Client(get_resources={"ResourceTagMappingList": [tables]}),
            "cloudtrail": Client(
                lookup_events={
                    "Events": [
                        {"ReadOnly": "true", "Username": "bob", "EventName": "GetQueueAttributes"},
                        {
                            "ReadOnly": "false",
                            "Username": "ann",
                            "EventName": "SetQueueAttributes",
                            "EventTime": 1,
                        },
                    ]
                }
            ),
        }.get(service, Client())


@pytest.mark.capability("use.drift", "behaves")
def test_what_no_code_owns_is_found_and_another_environments_is_not_ours() -> None:
    by_hand = {"url": "https://sqs/1/by-hand", "id": "https://sqs/1/by-hand"}
    resources = [
        {"mode": "managed", "type": "aws_sqs_queue", "values": {"url": "https://sqs/1/mine"}},
        # Neither what code only reads nor what is of another type is the queue.
        {"mode": "data", "type": "aws_sqs_queue", "values": by_hand | {"arn": "arn:by-hand"}},
        {"mode": "managed", "type": "aws_ssm_parameter", "values": {"name": "https://sqs/1/by-hand"}},
    ]
    mine = {"values": {"root_module": {"resources": resources}}}
    where = Somewhere("aws", None, "eu-west-1")
    others, unlisted = beside.unmanaged({"prior_state": mine}, where, env="dev")
    assert [(one.type, one.id) for one in others] == [("aws_sqs_queue", "https://sqs/1/by-hand")]
    assert any(line.startswith("aws_lambda_function: ") for line in unlisted)
    assert trail.last(where)("by-hand") == Event("1", "ann", "SetQueueAttributes")


def test_where_cloudtrail_may_not_be_asked_nobody_is_named() -> None:
    class Mute(Somewhere):
        def client(self, service: str, region: str | None = None) -> Any:
            return Client()

    assert trail.last(Mute("aws", None, "eu-west-1"))("by-hand") is None


def test_code_that_is_elsewhere_has_no_owner_here() -> None:
    (one,) = found([], [change("module.registry.aws_eip.e", {"a": 1}, {"a": 2}, ["update"])])
    assert one.owner.resource == "" and one.over == "undo the change of the code (the code)"
    assert Path(ROOT, "modules").is_dir()
