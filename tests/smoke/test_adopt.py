"""What templates made becomes calls of the modules, and a plan of them changes nothing that was not said.

Seven templates, and one root with all that they made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.smoke.local import Local
from tooling import adopt
from tooling.adopt import checking, live, template, text
from tooling.adopt.template import Resource

TEMPLATES = Path(__file__).parent / "adopt"
STACKS = ("queues", "topic", "bucket", "worker", "events", "machine")


@dataclass(frozen=True)
class Done:
    """What was adopted, and what the plan of it does."""

    adopted: adopt.Adopted
    checked: checking.Checked

    def left(self, what: str) -> str:
        return next(each.reason for each in self.adopted.left if each.what == what)


@pytest.fixture(scope="module")
def account(local: Local) -> live.Account:
    return live.Account(local.target)


@pytest.fixture(scope="module")
def done(local: Local, account: live.Account) -> Iterator[Done]:
    stacks = local.client("cloudformation")
    try:
        for name in STACKS:
            file = next(TEMPLATES.glob(f"{name}.deployed.*"), TEMPLATES / f"{name}.yaml")
            parsed = template.read(file)
            made = {
                logical: each
                for logical, each in parsed.resources.items()
                if each["Type"] != "AWS::SNS::Subscription"
            }
            stacks.create_stack(
                StackName=f"adopt-{name}",
                TemplateBody=json.dumps({"Parameters": parsed.parameters, "Resources": made}),
                Capabilities=["CAPABILITY_NAMED_IAM"],
            )
        for name in STACKS:
            stacks.get_waiter("stack_create_complete").wait(
                StackName=f"adopt-{name}", WaiterConfig={"Delay": 1}
            )
        # What the local AWS's CloudFormation makes of these is not what AWS's makes.
        _make_a_table(local)
        _complete(local)
        found: list[Resource] = adopt.of_template(TEMPLATES / "table.json", account)
        for name in STACKS:
            found += adopt.of_template(TEMPLATES / f"{name}.yaml", account, f"adopt-{name}")
        found += adopt.of_arns(["arn:aws:iam::000000000000:role/adopt-by-arn"])
        adopted = adopt.adopt(found, account)
        yield Done(adopted, checking.plan(adopted, local.target))
    finally:
        _take_away(local)


def _make_a_table(local: Local) -> None:
    table = json.loads((TEMPLATES / "table.json").read_text())["Resources"]["Carts"]["Properties"]
    ttl = table.pop("TimeToLiveSpecification")
    recovery = table.pop("PointInTimeRecoverySpecification")
    dynamodb = local.client("dynamodb")
    stream = {**table.pop("StreamSpecification"), "StreamEnabled": True}
    del table["SSESpecification"]
    dynamodb.create_table(**table, StreamSpecification=stream, SSESpecification={"Enabled": True})
    dynamodb.update_time_to_live(TableName="adopted-carts", TimeToLiveSpecification=ttl)
    dynamodb.update_continuous_backups(TableName="adopted-carts", PointInTimeRecoverySpecification=recovery)


def _complete(local: Local) -> None:
    sns = local.client("sns")
    topic = "arn:aws:sns:eu-west-1:000000000000:adopted-placed"
    sns.set_topic_attributes(TopicArn=topic, AttributeName="KmsMasterKeyId", AttributeValue="alias/aws/sns")
    sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="")
    mailbox = "arn:aws:sqs:eu-west-1:000000000000:adopted-mailbox"
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=mailbox,
        Attributes={
            "RawMessageDelivery": "true",
            "FilterPolicy": '{"kind":["order"]}',
            "FilterPolicyScope": "MessageAttributes",
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": mailbox}),
        },
    )
    sns.subscribe(TopicArn=topic, Protocol="sms", Endpoint="+15550100")
    local.client("lambda").create_event_source_mapping(
        FunctionName="adopted-worker",
        EventSourceArn="arn:aws:sqs:eu-west-1:000000000000:adopted-jobs",
        BatchSize=5,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    local.client("iam").create_role(
        RoleName="adopt-by-arn",
        AssumeRolePolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "ec2.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
    )


def _take_away(local: Local) -> None:
    functions = local.client("lambda")
    for each in functions.list_event_source_mappings(FunctionName="adopted-worker")["EventSourceMappings"]:
        functions.delete_event_source_mapping(UUID=each["UUID"])
    sns = local.client("sns")
    for each in sns.list_subscriptions()["Subscriptions"]:
        if each["TopicArn"].endswith(":adopted-placed"):
            sns.unsubscribe(SubscriptionArn=each["SubscriptionArn"])
    local.client("dynamodb").delete_table(TableName="adopted-carts")
    local.client("iam").delete_role(RoleName="adopt-by-arn")
    for name in STACKS:
        local.client("cloudformation").delete_stack(StackName=f"adopt-{name}")


@pytest.mark.capability("use.adopt", "behaves")
def test_a_plan_imports_what_the_templates_made_and_loses_nothing(done: Done) -> None:
    assert done.checked.lost == ()
    imported = {f"module.{call.label}.{to}" for call in done.adopted.calls for to in call.imports}
    assert set(done.checked.imported) == imported
    assert {each.split(".")[2] for each in imported} >= {
        "aws_cloudwatch_event_bus",
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_event_target",
        "aws_cloudwatch_log_group",
        "aws_dynamodb_table",
        "aws_iam_role",
        "aws_iam_role_policy",
        "aws_lambda_event_source_mapping",
        "aws_lambda_function",
        "aws_s3_bucket",
        "aws_s3_bucket_versioning",
        "aws_sfn_state_machine",
        "aws_sns_topic",
        "aws_sns_topic_subscription",
        "aws_sqs_queue",
    }


@pytest.mark.capability("use.adopt", "behaves")
def test_what_is_given_as_inputs_does_not_change(done: Done) -> None:
    """What changes is what a module has no input for, and what is added is a module's own; both are said."""
    assert done.checked.changed == {
        "module.inbox.aws_sqs_queue.this": {"max_message_size": (1048576, 262144)},
    }
    assert set(done.checked.added) == {
        "module.checkout.aws_iam_role.this",
        "module.checkout.aws_iam_role_policy.this",
        "module.checkout_role.aws_iam_role_policy.this[0]",
        "module.invoices.aws_s3_bucket_lifecycle_configuration.this",
        "module.invoices.aws_s3_bucket_policy.this",
        "module.worker.aws_cloudwatch_log_group.this",
    }
    said = text.shown(done.adopted, done.checked)
    assert "max_message_size: 1048576 -> 262144" in said
    assert all(address in said for address in done.checked.added)
    assert set(done.checked.stated) == {
        "module.checkout.aws_sfn_state_machine.this",
        "module.worker.aws_lambda_function.this",
        'module.placed.aws_sns_topic_subscription.this["adopted_mailbox"]',
    }


@pytest.mark.capability("use.adopt", "behaves")
def test_what_cannot_be_adopted_is_listed_with_its_reason(done: Done) -> None:
    assert "3600 seconds" in done.left("Odd")
    assert "Partner" in done.left("Shared")
    assert "no dead-letter queue" in done.left("Nightly")
    assert "no module" in done.left("Flag")
    named = {logical for file in TEMPLATES.glob("*") for logical in template.read(file).resources}
    calls = {call.label for call in done.adopted.calls}
    listed = {each.what for each in (*done.adopted.left, *done.adopted.parts)}
    within = {"OrdersDeadLetters"}  # of the call of its queue
    assert {each for each in named if adopt.calls.label(each) not in calls} <= listed | within
    topic = next(call for call in done.adopted.calls if call.label == "placed")
    assert any("sms" in note for note in topic.notes)


@pytest.mark.capability("use.adopt", "behaves")
def test_what_is_not_there_is_listed(account: live.Account) -> None:
    gone: Any = adopt.adopt(adopt.of_arns(["arn:aws:sqs:eu-west-1:000000000000:never-made"]), account)
    assert gone.calls == () and "cannot be read" in gone.left[0].reason
