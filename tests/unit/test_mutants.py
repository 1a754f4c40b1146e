"""What the mutants break: one mistake of each kind, where it is, and nothing else."""

from __future__ import annotations

import hcl2
import pytest

from campaigns.mutants import mutations, python
from campaigns.mutants.campaign import Outcome, sample
from campaigns.mutants.report import markdown

MODULE = """\
variable "days" {
  default = 7

  validation {
    condition     = var.days >= 1
    error_message = "days is ${var.days}: write 1 or more."
  }
}

resource "aws_cloudwatch_metric_alarm" "age" {
  alarm_actions       = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { QueueName = local.name, Account = "1" }
  threshold           = var.age
}

resource "aws_route" "out" {
  destination_cidr_block = "0.0.0.0/0"
}

resource "aws_api_gateway_deployment" "this" {
  triggers   = { document = sha1(local.document) }
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_s3_bucket_public_access_block" "this" {
  block_public_acls = true
}

resource "aws_network_acl_rule" "in" {
  from_port = 443
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "this" {
  statement {
    sid     = "Send"
    actions = ["sqs:SendMessage", "sqs:GetQueueUrl"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [var.arn]
    }
  }
}
"""
EXPECTED = {
    "statement": 'without the statement "Send"',
    "action": "sqs:GetQueueUrl is not allowed in aws_iam_policy_document.this.statement.actions",
    "trust": "ec2.amazonaws.com instead of lambda.amazonaws.com"
    " in aws_iam_policy_document.trust.statement.principals.identifiers",
    "principal": "ec2.amazonaws.com instead of events.amazonaws.com"
    " in aws_iam_policy_document.this.statement.principals.identifiers",
    "condition": 'without the condition on "aws:SourceArn" in aws_iam_policy_document.this.statement',
    "route": "without aws_route.out",
    "rule": "from_port is one more in aws_network_acl_rule.in",
    "dependency": "without depends_on = [aws_iam_role_policy.this] in aws_api_gateway_deployment.this",
    "trigger": "the trigger document never changes in aws_api_gateway_deployment.this.triggers",
    "dimension": "without the dimension Account in aws_cloudwatch_metric_alarm.age.dimensions",
    "threshold": "threshold is one more in aws_cloudwatch_metric_alarm.age",
    "default": "default of days is one more in variable.days.default",
    "validation": "> instead of >= in variable.days.validation.condition",
    "setting": "block_public_acls is false in aws_s3_bucket_public_access_block.this.block_public_acls",
}


@pytest.fixture(scope="module")
def found() -> list[mutations.Mutant]:
    return mutations.mutants("data/example", "modules/data/example/main.tf", MODULE)


@pytest.mark.parametrize("kind", mutations.RULES)
def test_each_kind_of_mistake_is_found(found: list[mutations.Mutant], kind: str) -> None:
    assert EXPECTED[kind] in {mutant.what for mutant in found if mutant.kind == kind}


def test_each_mutant_is_terraform_and_differs_in_one_place(found: list[mutations.Mutant]) -> None:
    assert len({mutant.id for mutant in found}) == len(found)
    for mutant in found:
        text = mutant.applied(MODULE)
        assert text != MODULE
        assert text.startswith(MODULE[: mutant.start]) and text.endswith(MODULE[mutant.end :])
        hcl2.loads(text)


def test_python_is_broken_in_one_place_and_stays_python() -> None:
    source = 'def holds(ä, b):\n    return not ä and b in ("x", "y")\n'
    found = python.mutants("checks/x.py", source)
    texts = {mutant.applied(source).splitlines()[1].strip() for mutant in found}
    assert "return not ä and (b not in ('x', 'y'))" in texts
    assert 'return bool(ä) and b in ("x", "y")' in texts
    for mutant in found:
        compile(mutant.applied(source), "x", "exec")


def test_the_same_seed_takes_the_same_mutants(found: list[mutations.Mutant]) -> None:
    once, again = sample(found, 1, 7, set()), sample(reversed(found), 1, 7, set())
    assert once == again
    assert sorted(mutant.kind for mutant in once) == sorted(mutations.RULES)
    assert sample(found, 0, 7, {"route"}) == [
        mutant for mutant in sample(found, 0, 7, set()) if mutant.kind == "route"
    ]


def test_the_report_counts_what_was_born_and_names_what_survived(found: list[mutations.Mutant]) -> None:
    statuses = ("noticed", "noticed", "survived", "stillborn")
    text = markdown(Outcome(mutant, status, "") for mutant, status in zip(found, statuses, strict=False))
    assert text.startswith("2 of 3 mutants were noticed: 66.7 %.")
    assert found[2].what in text and found[3].what not in text.partition("| survivor |")[2]
