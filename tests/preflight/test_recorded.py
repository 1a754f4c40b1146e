"""A plan that the strict local AWS refused in part: each refusal is foretold, and nothing else is.

`recorded.json` is made by `python -m tests.preflight.record` from the roots in `cases`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tooling import preflight

pytestmark = pytest.mark.capability("use.preflight", "behaves")
RECORDED = json.loads((Path(__file__).parent / "recorded.json").read_text())
FOUND = preflight.check(RECORDED["plan"], RECORDED["kept_late"])
# AWS refuses them, and the local AWS did not.
TAKEN_HERE = {
    "aws_autoscaling_group.bounds[0]",
    "aws_cognito_user_pool.protected[0]",
    "aws_db_subnet_group.one_zone[0]",
    "aws_ecs_service.unconnected[0]",
    "aws_instance.networks[0]",
    "aws_lb.protected[0]",
    "aws_lb_listener.https[0]",
    "aws_route53_record.apex[0]",
    "aws_route53_record.beside[0]",
    "aws_s3_bucket.full[0]",
    "aws_sqs_queue.mixed[0]",
    "aws_subnet.zone[0]",
    "aws_vpc_endpoint.region[0]",
}
# Refused in other words than AWS's.
OTHER_WORDS = {
    "aws_lb_target_group.replaced",  # the provider looks before it asks
    "aws_route53_record.taken[0]",  # still repeated when the recording was stopped
    "aws_secretsmanager_secret.replaced",  # ResourceExistsException here
}


def test_each_refusal_is_foretold() -> None:
    assert set(RECORDED["errors"]) - {each.address for each in FOUND} == set()


def test_nothing_is_foretold_of_what_was_taken() -> None:
    known = {*RECORDED["errors"], *TAKEN_HERE}
    assert {each.address for each in FOUND} - known == set()
    assert not [each.name for each in FOUND if ".fine_" in each.address]


def test_each_kind_is_foretold_of_something_that_was_refused() -> None:
    kinds = {each.kind for each in FOUND if each.address in RECORDED["errors"]}
    wanted = {"in-use", "name-taken", "protected", "no-final-snapshot", "in-recovery", "quota", "value"}
    assert wanted | {"wrong-place", "ended"} <= kinds


def test_the_errors_are_those_that_were_answered() -> None:
    """By their codes, where Terraform says of which resource they are."""
    for each in FOUND:
        said = RECORDED["errors"].get(each.address)
        if said and each.address not in OTHER_WORDS:
            assert each.error.partition(":")[0] in said, each.name


def test_without_the_state_what_was_applied_with_create_before_destroy_is_not_known() -> None:
    found = {each.address: each for each in preflight.check(RECORDED["plan"])}
    assert "(unless it was applied with create_before_destroy)" in found["aws_lb_target_group.gone[0]"].cure
    assert "aws_lb_target_group.fine_gone[0]" in found
