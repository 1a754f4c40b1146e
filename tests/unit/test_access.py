"""Who may do what: the map of a plan, what a change adds, and questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.unit.typed import run
from tooling import access, emulator
from tooling.access import asking, text
from tooling.errors import PlatformError

ROLE, QUEUE, BUCKET = "aws_iam_role.worker", "aws_sqs_queue.orders", "aws_s3_bucket.files"
QUEUE_ARN = "arn:aws:sqs:eu-west-1:111122223333:orders"


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: str | list[str], resources: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


TRUST = document(
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
)


def resource(
    address: str, after: dict[str, Any] | None, before: dict[str, Any] | None = None, **unknown: bool
) -> dict[str, Any]:
    kind, name = address.split(".")
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": name,
        "change": {"actions": ["no-op"], "before": before, "after": after, "after_unknown": unknown},
    }


def plan(
    rights: str, queue: str = "", *, before: str | None = None, boundary: str = "", bucket: str = ""
) -> dict[str, Any]:
    """A role with rights, which a queue's and a bucket's policies speak of."""
    arn = "arn:aws:iam::111122223333:role/worker"
    role = {"name": "worker", "arn": arn, "assume_role_policy": TRUST}
    policy = {"role": "worker", "policy": rights}
    changes = [
        resource(ROLE, role, role),
        resource(
            "aws_iam_role_policy.worker", policy, policy if before is None else policy | {"policy": before}
        ),
        resource(QUEUE, {"name": "orders", "arn": QUEUE_ARN, "policy": queue}),
        resource(BUCKET, {"bucket": "files", "arn": "arn:aws:s3:::files"}),
    ]
    of_role = {"role": {"references": [ROLE]}}
    configured = [
        {"mode": "managed", "type": "aws_iam_role_policy", "name": "worker", "expressions": of_role}
    ]
    if bucket:
        changes.append(resource("aws_s3_bucket_policy.files", {"bucket": "files", "policy": bucket}))
    if boundary:
        changes[0]["change"]["after"] = role | {
            "permissions_boundary": "arn:aws:iam::111122223333:policy/most"
        }
        changes.append(resource("aws_iam_policy.most", {"policy": boundary}))
        references = {
            "permissions_boundary": {"references": ["aws_iam_policy.most.arn", "aws_iam_policy.most"]}
        }
        configured.append(
            {"mode": "managed", "type": "aws_iam_role", "name": "worker", "expressions": references}
        )
    provider = {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}}
    return {
        "resource_changes": changes,
        "configuration": {"provider_config": provider, "root_module": {"resources": configured}},
    }


def can(content: dict[str, Any], action: str, on: str) -> dict[str, asking.Answer]:
    answers = asking.who_can(access.read(content), action, on, emulator.evaluate)
    return {each.who: each for each in answers if each.allowed}


@pytest.mark.capability("use.access", "behaves")
def test_each_right_says_who_what_where_when_and_by_which_statement() -> None:
    condition = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    topic = {"Sid": "Topic", "Principal": {"Service": "sns.amazonaws.com"}, "Condition": condition}
    sends = allow("sqs:SendMessage", QUEUE_ARN, **topic)
    found = access.read(
        plan(document(allow("s3:GetObject", "arn:aws:s3:::files/*", Sid="Read")), document(sends))
    )
    rights = [right.to_json() for right in found.rights()]
    assert {
        "who": f"role {ROLE}",
        "effect": "Allow",
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::files/*",
        "condition": None,
        "statement": "aws_iam_role_policy.worker (Read)",
        "module": "",
    } in rights
    (sent,) = (right for right in rights if right["who"] == "service sns.amazonaws.com")
    assert sent["condition"] == condition and sent["statement"] == f"{QUEUE} (Topic)"
    assert "service lambda.amazonaws.com\n  may sts:AssumeRole on role/worker" in text.shown(found)
    assert "if aws:SourceAccount StringEquals 111122223333" in text.shown(found)


@pytest.mark.capability("use.access", "behaves")
def test_a_change_says_what_it_gives_and_takes() -> None:
    old, new = (
        document(allow("s3:GetObject"), allow("s3:PutObject")),
        document(allow(["s3:GetObject", "s3:Delete*"])),
    )
    content = plan(new, before=old)
    before, after = access.read(content, before=True), access.read(content)
    assert [right.action for right in access.added(before, after)] == ["s3:Delete*"]
    assert [right.action for right in access.taken(before, after)] == ["s3:PutObject"]
    assert "The change gives\n\nrole aws_iam_role.worker\n  may s3:Delete*" in text.changed(
        access.added(before, after), access.taken(before, after)
    )


@pytest.mark.capability("use.access", "behaves")
def test_a_denial_that_goes_is_a_right_that_comes() -> None:
    denied = document(allow("s3:*"), {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"})
    content = plan(document(allow("s3:*")), before=denied)
    (came,) = access.added(access.read(content, before=True), access.read(content))
    assert (came.effect, came.action) == ("Deny", "s3:DeleteBucket")


@pytest.mark.capability("use.access", "behaves")
def test_who_can_delete_an_object_and_a_denial_or_a_boundary_ends_it() -> None:
    place, role = "arn:aws:s3:::files/2026/1.json", f"role {ROLE}"
    rights = document(allow("s3:*", "arn:aws:s3:::files/*"))
    assert can(plan(rights), "s3:DeleteObject", place)[role].by == "aws_iam_role_policy.worker"
    assert can(plan(rights), "s3:DeleteObject", "arn:aws:s3:::others/1") == {}
    denial = document(
        {"Effect": "Deny", "Action": "s3:Delete*", "Principal": "*", "Resource": "arn:aws:s3:::files/*"}
    )
    assert can(plan(rights, bucket=denial), "s3:DeleteObject", place) == {}
    assert role in can(plan(rights, boundary=document(allow("s3:*"))), "s3:DeleteObject", place)
    assert can(plan(rights, boundary=document(allow("s3:Get*"))), "s3:DeleteObject", place) == {}


@pytest.mark.capability("use.access", "behaves")
def test_a_service_can_by_the_queues_policy_under_its_condition() -> None:
    rule = "arn:aws:events:eu-west-1:111122223333:rule/placed"
    sends = allow("sqs:SendMessage", QUEUE_ARN, Principal={"Service": "events.amazonaws.com"})
    conditional = sends | {"Condition": {"ArnEquals": {"aws:SourceArn": rule}}}
    found = can(plan(document(allow("s3:GetObject")), document(conditional)), "sqs:SendMessage", QUEUE)
    assert json.loads(found["service events.amazonaws.com"].condition) == conditional["Condition"]
    unconditional = can(plan(document(allow("s3:GetObject")), document(sends)), "sqs:SendMessage", QUEUE)
    assert unconditional["service events.amazonaws.com"].condition == ""
    assert can(plan(document(allow("s3:GetObject")), document(conditional)), "sqs:PurgeQueue", QUEUE) == {}


def test_everybody_is_said_when_a_policy_lets_everybody_in() -> None:
    opened = document(allow("s3:GetObject", "arn:aws:s3:::files/*", Principal="*"))
    found = can(plan(document(allow("sqs:*")), bucket=opened), "s3:GetObject", "arn:aws:s3:::files/1")
    assert {"anyone", f"role {ROLE}"} <= set(found)


def test_what_is_in_no_plan_is_said() -> None:
    content = plan(document(allow("s3:GetObject")))
    attached = {"role": "worker", "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    content["resource_changes"].append(resource("aws_iam_role_policy_attachment.admin", attached))
    content["configuration"]["root_module"]["resources"].append(
        {
            "mode": "managed",
            "type": "aws_iam_role_policy_attachment",
            "name": "admin",
            "expressions": {"role": {"references": [ROLE]}},
        }
    )
    assert access.read(content).unread() == [
        f"{ROLE}: arn:aws:iam::aws:policy/AdministratorAccess is a policy that is not in the plan"
    ]


@pytest.mark.parametrize("kind", ["user", "group"])
def test_users_and_groups_have_the_rights_of_their_policies(kind: str) -> None:
    holder = f"aws_iam_{kind}.ops"
    content = plan(document(allow("sqs:*")))
    content["resource_changes"] += [
        resource(holder, {"name": "ops"}),
        resource(f"aws_iam_{kind}_policy.ops", {kind: "ops", "policy": document(allow("s3:Delete*"))}),
    ]
    deleting = can(content, "s3:DeleteObject", "arn:aws:s3:::files/1")
    assert deleting.keys() == {f"{kind} {holder}"}
    assert not can(content, "s3:GetObject", "arn:aws:s3:::files/1")


@pytest.mark.parametrize(
    ("kind", "named", "owner"),
    [
        (
            "aws_api_gateway_rest_api",
            "rest_api_id",
            {"id": "a1", "arn": "arn:aws:apigateway:eu-west-1::/restapis/a1"},
        ),
        (
            "aws_backup_vault",
            "backup_vault_name",
            {"name": "a1", "arn": "arn:aws:backup:eu-west-1:111122223333:backup-vault:a1"},
        ),
    ],
)
def test_policies_of_apis_and_vaults_are_in_the_map(kind: str, named: str, owner: dict[str, Any]) -> None:
    content = plan(document(allow("sqs:*")))
    policy = {named: "a1", "policy": document(allow("x:Do", Principal="*"))}
    content["resource_changes"] += [resource(f"{kind}.it", owner), resource(f"{kind}_policy.it", policy)]
    found = access.read(content)
    assert ("anyone", "x:Do", owner["arn"]) in {(r.who, r.action, r.resource) for r in found.rights()}
    assert found.unread() == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("aws_glacier_vault_lock", {"policy": document(allow("*", Principal="*"))}),
        ("aws_cloudwatch_log_resource_policy", {"policy_document": document(allow("*", Principal="*"))}),
        ("aws_iam_policy_attachment", {"users": ["ops"], "policy_arn": "arn:aws:iam::aws:policy/PowerUser"}),
    ],
)
def test_what_gives_rights_and_is_not_read_is_said_with_every_answer(
    kind: str, values: dict[str, Any]
) -> None:
    content = plan(document(allow("sqs:*")))
    content["resource_changes"].append(resource(f"{kind}.other", values))
    unread = access.read(content).unread()
    assert unread == [f"{kind}.other: this map does not read what it allows"]
    assert f"Not asked: {unread[0]}" in text.answered("s3:GetObject", "arn:aws:s3:::files/1", [], unread)
    content["resource_changes"].pop()
    content["resource_changes"].append(resource("aws_ssm_parameter.other", {"value": "no policy"}))
    assert access.read(content).unread() == []


@pytest.mark.parametrize(
    ("action", "on", "error"),
    [
        ("DeleteObject", "arn:aws:s3:::files/1", "'DeleteObject' is no action"),
        ("s3:*", "arn:aws:s3:::files/1", "'s3:.' is no action"),
        ("s3:GetObject", "files", "'files' is neither an ARN nor a resource"),
    ],
)
def test_a_question_that_is_none_is_refused(action: str, on: str, error: str) -> None:
    with pytest.raises(PlatformError, match=error):
        asking.who_can(access.read(plan(document(allow("s3:*")))), action, on, emulator.evaluate)


def test_the_task_answers_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan(document(allow("s3:*", "arn:aws:s3:::files/*")))))
    asked = {"env": "dev", "plan": str(file)}
    assert run(tasks.access, **asked, who_can="s3:DeleteObject", on="arn:aws:s3:::files/1", json=True) == 0
    (answer,) = (each for each in json.loads(capsys.readouterr().out)["answers"] if each["allowed"])
    assert answer["who"] == f"role {ROLE}"
    assert run(tasks.access, **asked, who_can="s3:DeleteObject") == 1
    assert "a question needs both" in capsys.readouterr().err
    assert run(tasks.access, **asked, change=True, json=True) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"added", "taken"}
    assert run(tasks.access, **asked) == 0
    assert "may s3:* on files/*" in capsys.readouterr().out


def test_the_local_aws_refuses_what_is_no_question() -> None:
    with pytest.raises(PlatformError, match="no question about rights"):
        emulator.evaluate([{"action": "s3:GetObject"}])
