"""What names each other is planned by for_each, too, without `Error: Cycle`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tooling.terraform import Terraform

pytestmark = pytest.mark.slow

Plan = dict[str, Any]


@pytest.fixture(scope="module")
def mutual(root: Callable[[str], Terraform]) -> Plan:
    terraform = root("mutual")
    plan = terraform.directory / "plan"
    terraform.plan(plan)
    found: Plan = terraform.show(plan)
    return found


def planned(plan: Plan, address: str) -> dict[str, Any]:
    (found,) = [each for each in plan["resource_changes"] if each["address"] == address]
    after: dict[str, Any] = found["change"]["after"]
    return after


def test_rules_topics_and_their_queues(mutual: Plan) -> None:
    for name in ("orders", "users"):
        queue = planned(mutual, f'module.queue["{name}"].aws_sqs_queue.this')
        assert "policy" not in queue  # it is the policy module's
        for which in ("queue", "dead_letters"):
            policy = planned(mutual, f'module.queue_policy["{name}"].aws_sqs_queue_policy.this["{which}"]')
            assert policy.get("policy") is None  # known once rule and topic are there


def test_the_policy_of_its_own_is_that_of_the_queue(mutual: Plan) -> None:
    own = json.loads(planned(mutual, 'module.static_policy.aws_sqs_queue_policy.this["queue"]')["policy"])
    queues = json.loads(planned(mutual, "module.static.aws_sqs_queue.this")["policy"])
    assert own.pop("Id") == "mutual-static"
    assert own == queues
    assert len(own["Statement"]) == 3


def test_services_that_are_each_others_clients(mutual: Plan) -> None:
    rule = 'module.clients["users"].aws_vpc_security_group_ingress_rule.this["orders"]'
    assert planned(mutual, rule)["from_port"] == 8080
    assert planned(mutual, rule)["description"] == "mutual-users: orders"


def test_a_bucket_handed_over_whole_to_the_cdn_that_it_lets_in(mutual: Plan) -> None:
    policy = json.loads(planned(mutual, "module.site.aws_s3_bucket_policy.this")["policy"])
    (reader,) = [each for each in policy["Statement"] if each["Sid"] == "ReaderCdn"]
    distributions = "arn:aws:cloudfront::000000000000:distribution/*"
    assert reader["Condition"] == {"ArnLike": {"aws:SourceArn": distributions}}
