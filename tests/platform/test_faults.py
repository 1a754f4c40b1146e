"""An apply disturbed: a second one at the same time, a killed one, and one whose local AWS is killed.

The next apply converges.
"""

from __future__ import annotations

import pytest

from local_aws import processes

pytestmark = pytest.mark.capability("use.state", "behaves")


def test_a_second_apply_in_the_same_checkout_is_refused(disturbed):
    assert disturbed.same_place.returncode == 1
    assert "is still running (process" in disturbed.same_place.stderr


def test_an_apply_from_elsewhere_is_refused_with_who_holds_the_lock(disturbed):
    refused = disturbed.elsewhere
    assert refused.returncode == 1
    assert "locked" in refused.stderr and "@" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_killed_apply_says_what_happened_and_what_to_type(disturbed):
    assert disturbed.code == 1
    assert "terraform was killed (SIGKILL)" in disturbed.error
    assert "./invokew apply --env local" in disturbed.error


@pytest.mark.capability("use.plan-apply", "behaves")
def test_the_next_apply_converges_and_nothing_is_there_twice_or_left_over(disturbed):
    assert disturbed.planned.returncode == 0, disturbed.planned.stdout
    assert disturbed.left == []


@pytest.mark.capability("use.local", "behaves")
def test_when_the_local_aws_is_killed_each_command_says_so_and_the_next_apply_starts_over(bereft):
    assert bereft.code == 1
    assert "the local AWS stopped: run the same command again" in bereft.error
    assert "Traceback" not in bereft.error
    assert "died, and with it all it held" in bereft.status.stdout
    assert bereft.output.returncode == 1 and "./invokew" in bereft.output.stderr
    assert bereft.applied.returncode == 0, bereft.applied.stderr
    assert bereft.planned.returncode == 0, bereft.planned.stdout
    assert processes.birth(bereft.lost["pid"]) != bereft.lost["born"]
