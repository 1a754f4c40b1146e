"""Templates and facts of what exists become calls, without an AWS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.unit.typed import run
from tooling import adopt
from tooling.adopt import calls, checking, code, template
from tooling.adopt.template import Resource
from tooling.errors import PlatformError

ARN = "arn:aws:sqs:eu-west-1:123456789012:"


def queue(name: str, **attributes: str) -> dict[str, Any]:
    return {
        "name": name,
        "url": f"https://sqs.eu-west-1.amazonaws.com/123456789012/{name}",
        "attributes": {
            "QueueArn": f"{ARN}{name}",
            "DelaySeconds": "0",
            "MessageRetentionPeriod": "345600",
            "ReceiveMessageWaitTimeSeconds": "20",
            "VisibilityTimeout": "30",
            "MaximumMessageSize": "262144",
        }
        | attributes,
        "tags": {},
    }


def redrive(to: str) -> str:
    return json.dumps({"deadLetterTargetArn": f"{ARN}{to}", "maxReceiveCount": 3})


@pytest.mark.capability("use.adopt", "behaves")
def test_a_template_says_what_its_resources_are_called() -> None:
    parsed = template.parse(
        """
        Parameters: {Prefix: {Type: String, Default: shop}}
        Resources:
          A: {Type: "AWS::SQS::Queue", Properties: {QueueName: !Sub "${Prefix}-${AWS::Region}"}}
          B: {Type: "AWS::Serverless::Function", Properties: {FunctionName: !Join ["-", [!Ref Prefix, b]]}}
          C: {Type: "AWS::SNS::Topic"}
          D: {Type: "AWS::Events::Rule", Properties: {Name: d, EventBusName: bus}}
          E: {Type: "AWS::SQS::Queue", Properties: {QueueName: !ImportValue other}}
        """
    )
    found = template.resources(parsed, {}, {"AWS::Region": "eu-west-1"}, {"Prefix": "books"})
    assert [(each.logical, each.type, each.id) for each in found] == [
        ("A", "AWS::SQS::Queue", "books-eu-west-1"),
        ("B", "AWS::Lambda::Function", "books-b"),
        ("C", "AWS::SNS::Topic", ""),
        ("D", "AWS::Events::Rule", "bus|d"),
        ("E", "AWS::SQS::Queue", ""),
    ]


@pytest.mark.capability("use.adopt", "behaves")
def test_a_stack_says_more_than_its_template() -> None:
    parsed = template.parse('{"Resources": {"F": {"Type": "AWS::Serverless::Function"}}}')
    physical = {"F": ("AWS::Lambda::Function", "s-F-1"), "FRole": ("AWS::IAM::Role", "s-FRole-2")}
    assert template.resources(parsed, physical, {}) == [
        Resource("F", "AWS::Lambda::Function", "s-F-1"),
        Resource("FRole", "AWS::IAM::Role", "s-FRole-2"),
    ]


@pytest.mark.capability("use.adopt", "behaves")
@pytest.mark.parametrize("text", ["a: [", "- 1", "{}", '{"Resources": {"A": {}}}'])
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(PlatformError) as refusal:
        template.parse(text, "t.yaml")
    assert "t.yaml" in refusal.value.message and refusal.value.next_step


@pytest.mark.capability("use.adopt", "behaves")
def test_a_dead_letter_queue_called_as_the_modules_is_part_of_the_call() -> None:
    letters = queue("orders-dead-letters", MessageRetentionPeriod="1209600")
    facts = {
        Resource("Orders", "AWS::SQS::Queue", "x"): queue(
            "orders", RedrivePolicy=redrive("orders-dead-letters")
        ),
        Resource("Dead", "AWS::SQS::Queue", "x"): letters,
    }
    (call,), left = adopt.made_of(facts)
    assert call.inputs["dead_letter"] == {"max_receives": 3, "retention_days": 14} and not left
    assert set(call.imports) == {"aws_sqs_queue.this", "aws_sqs_queue.dead_letters[0]"}

    letters["attributes"]["VisibilityTimeout"] = "90"  # which the module could not say
    (orders, dead), _ = adopt.made_of(facts)
    assert orders.inputs["dead_letter"] is None and dead.label == "dead"
    assert "orders-dead-letters" in orders.notes[0] and "stays as it is" in orders.notes[0]


@pytest.mark.capability("use.adopt", "behaves")
@pytest.mark.parametrize(
    ("kind", "facts", "reason"),
    [
        ("AWS::SQS::Queue", queue("q", MessageRetentionPeriod="60"), "60 seconds"),
        ("AWS::SQS::Queue", queue("q", KmsMasterKeyId="alias/mine"), "alias/mine"),
        (
            "AWS::Events::Rule",
            {"rule": {"Name": "r"}, "bus": "default", "targets": [{"Id": "t", "Arn": ARN}]},
            "no dead-letter queue",
        ),
        ("AWS::Events::Rule", {"rule": {"Name": "r", "ManagedBy": "x.aws"}}, "x.aws manages it"),
        ("AWS::IAM::Role", {"role": {"Path": "/team/"}}, "/team/"),
        (
            "AWS::SNS::Topic",
            {
                "name": "t",
                "account": "1",
                "tags": {},
                "attributes": {
                    "TopicArn": "arn:aws:sns:eu-west-1:1:t",
                    "Policy": json.dumps(
                        {"Statement": {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}}}
                    ),
                },
            },
            "no key of yours",
        ),
        (
            "AWS::StepFunctions::StateMachine",
            {"machine": {"name": "m", "definition": "{}", "type": "STANDARD"}},
            "TimeoutSeconds",
        ),
    ],
)
def test_what_the_modules_cannot_say_is_left_with_the_reason(
    kind: str, facts: dict[str, Any], reason: str
) -> None:
    made, left = adopt.made_of({Resource("It", kind, "x"): facts})
    assert not made and left[0].what == "It" and reason in left[0].reason


@pytest.mark.capability("use.adopt", "behaves")
def test_two_of_one_name_are_two_calls() -> None:
    group = {
        "group": {"logGroupName": "orders", "arn": "arn:aws:logs:eu-west-1:1:log-group:orders:*"},
        "tags": {},
    }
    made, left = adopt.made_of(
        {
            Resource("orders", "AWS::SQS::Queue", "a"): queue("orders"),
            Resource("orders", "AWS::Logs::LogGroup", "b"): group,
        }
    )
    assert [(call.label, call.module) for call in made] == [
        ("orders", "messaging/sqs-queue"),
        ("orders_2", "operations/logs"),
    ]
    assert not left


@pytest.mark.capability("use.adopt", "behaves")
def test_inline_policies_become_grants_and_wildcards_do_not() -> None:
    named = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": f"{ARN}orders"}
    given, not_said = calls.grants({"Statement": [named, {**named, "Sid": "All", "Action": "sqs:*"}]})
    assert given == [{"actions": ["sqs:SendMessage"], "resources": [f"{ARN}orders"], "conditions": []}]
    assert not_said == ["All has the wildcard sqs:*"]


@pytest.mark.capability("use.adopt", "behaves")
def test_code_names_other_calls_instead_of_their_arns() -> None:
    target = calls.Call("inbox", "messaging/sqs-queue", f"{ARN}inbox", {"name": "inbox"}, {"a.this": "${x}"})
    rule = calls.Call("on", "messaging/event-rule", "r", {"to": calls.Arn(f"{ARN}inbox"), "o": "%{x"}, {})
    text = code.written([target, rule], "../modules")
    assert 'source = "../modules/messaging/sqs-queue"' in text
    assert "to = module.inbox.arn" in text and 'o  = "%%{x"' in text
    assert 'to = module.inbox.a.this\n  id = "$${x}"' in text


@pytest.mark.capability("use.adopt", "behaves")
def test_what_only_terraforms_state_has_is_no_change_in_aws() -> None:
    def change(address: str, actions: list[str], before: Any = None, after: Any = None) -> dict[str, Any]:
        return {"address": address, "change": {"actions": actions, "before": before, "after": after}}

    checked = checking.read(
        {
            "resource_changes": [
                change("a", ["update"], {"filename": None, "x": [{"y": {}}]}, {"filename": "f", "x": []}),
                change("b", ["update"], {"size": 1, "on": True}, {"size": 2, "on": True}),
                change("c", ["create"]),
                change("d", ["delete", "create"]),
            ]
        }
    )
    assert checked.stated == ("a",) and checked.added == ("c",) and checked.lost == ("d",)
    assert checked.changed == {"b": {"size": (1, 2)}}


@pytest.mark.capability("use.adopt", "behaves")
def test_what_may_be_a_secret_in_a_functions_environment_is_noted() -> None:
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:pay"
    configuration = {
        "FunctionName": "pay",
        "FunctionArn": arn,
        "Role": "arn:aws:iam::111122223333:role/pay",
        "MemorySize": 128,
        "Timeout": 3,
        "Handler": "pay.handler",
        "Runtime": "python3.13",
        "Environment": {"Variables": {"DB_PASSWORD": "x", "TABLE": "payments"}},
    }
    nothing = dict.fromkeys(("url", "asynchronous", "log_group"))
    facts = {"configuration": configuration, "image": "", "code": b"zip", "concurrency": -1, "tags": {}}
    more = {"policy": [], "sources": [], "aliases": []}
    (call,), _ = adopt.made_of({Resource("Pay", "AWS::Lambda::Function", arn): {**facts, **nothing, **more}})
    (note,) = [each for each in call.notes if "secret" in each]
    assert note.startswith("DB_PASSWORD of its environment may be secret")


@pytest.mark.capability("use.adopt", "behaves")
def test_arns_say_what_they_are() -> None:
    found = adopt.of_arns(
        [f"{ARN}orders", "arn:aws:states:eu-west-1:1:stateMachine:pay", "arn:aws:glue:eu-west-1:1:job/x"]
    )
    assert [(each.logical, each.type) for each in found] == [
        ("orders", "AWS::SQS::Queue"),
        ("pay", "AWS::StepFunctions::StateMachine"),
        ("x", "arn of glue"),
    ]
    with pytest.raises(PlatformError, match="is not an ARN"):
        adopt.of_arns(["orders"])


@pytest.mark.capability("use.adopt", "behaves")
def test_the_task_says_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "adopted.tf").write_text("")
    for more, said in (
        ({}, "--template FILE or --arn ARN"),
        ({"arn": ["a"], "template": "t"}, "--template FILE or --arn ARN"),
        ({"arn": ["a"], "out": "nowhere"}, "is not a folder"),
        ({"arn": ["a"], "out": str(tmp_path)}, "exists already"),
        ({"arn": ["a"]}, "no environment is named"),
    ):
        assert run(tasks.adopt, **more) == 1
        assert said in capsys.readouterr().err
