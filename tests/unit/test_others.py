"""The campaign of other people's Terraform: what it counts, and what it says of a failure."""

import pytest

from campaigns.others import campaign, report
from campaigns.others.campaign import Configuration, Outcome


@pytest.mark.parametrize("root", campaign.names())
def test_each_root_has_something_that_aws_is_asked_about(root):
    assert campaign.configurations(root)


def test_a_root_passes_when_all_of_its_blocks_do():
    blocks = [Configuration("queues", f"aws_sqs_queue.{name}") for name in ("a", "b")]
    outcome = Outcome([*blocks, Configuration("keys", "aws_kms_key.this")])
    outcome.fail(blocks[0], "apply", "refused\n  in words")
    outcome.fail(blocks[0], "destroy", "left")
    assert outcome.roots == {"queues": False, "keys": True}
    assert report.summary(outcome).startswith("2 of 3 blocks (66.7%), 1 of 2 roots")
    assert "aws_sqs_queue.a was not applied: refused in words" in report.lines(outcome)


def test_instances_count_as_their_block():
    assert campaign._address('module.a.aws_subnet.this["eu-west-1a"]') == "module.a.aws_subnet.this"


def test_a_change_is_told_by_what_differs_and_not_by_what_follows():
    change = {
        "before": {"arn": "arn:1", "name": "a", "size": 1},
        "after": {"name": "b", "size": 1},
        "after_unknown": {"arn": True},
        "replace_paths": [["name"]],
    }
    assert campaign._difference(change) == "name a -> b; replaced for name"
