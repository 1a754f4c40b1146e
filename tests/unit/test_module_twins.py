"""What Terraform cannot share between two modules stands in both, and is the same in both."""

from __future__ import annotations

import re

import pytest

from tooling.paths import MODULES

FILES = [
    ("data/rds", "data/aurora", "password.tf"),
    ("data/rds", "data/aurora", "proxy.tf"),
    ("data/rds", "data/aurora", "reserved_words.tf"),
    ("data/elasticache", "data/elasticache-serverless", "users.tf"),
    ("serverless/http-api", "serverless/rest-api", "role.tf"),
    ("messaging/sqs-queue", "messaging/queue-policy", "callers.tf"),
    ("messaging/sqs-queue", "messaging/sns-topic", "callers.tf"),
    ("messaging/sqs-queue", "data/s3-bucket", "callers.tf"),
    ("messaging/sqs-queue", "operations/kms-key", "callers.tf"),
]
INPUTS = [
    ("data/rds", "data/aurora", name)
    for name in (
        "ca_certificate",
        "maintenance_window",
        "monitoring_seconds",
        "parameters",
        "password_rotation_days",
        "password_version",
        "tls_required",
    )
]


def block(module: str, name: str) -> str:
    """The block of an input, without how it is described: that may name what the module makes."""
    text = (MODULES / module / "variables.tf").read_text(encoding="utf-8")
    found = re.search(rf'^variable "{name}" {{\n.*?^}}\n', text, re.MULTILINE | re.DOTALL)
    assert found, f"{module} has no {name}"
    return re.sub(r"  description = (<<-EOT\n.*?\n  EOT|.*)\n", "", found[0], flags=re.DOTALL)


@pytest.mark.parametrize(("one", "other", "file"), FILES)
def test_a_file_that_two_modules_have_is_the_same(one: str, other: str, file: str) -> None:
    assert (MODULES / one / file).read_text() == (MODULES / other / file).read_text()


@pytest.mark.parametrize(("one", "other", "name"), INPUTS)
def test_an_input_that_two_modules_have_is_the_same(one: str, other: str, name: str) -> None:
    assert block(one, name) == block(other, name)


CALLED = [
    "messaging/sqs-queue",
    "messaging/queue-policy",
    "messaging/sns-topic",
    "data/s3-bucket",
    "operations/kms-key",
]


@pytest.mark.parametrize("module", CALLED)
def test_callers_of_a_policy_have_one_shape_and_the_same_rules(module: str) -> None:
    """Each module adds rules about its own actions, and buckets have prefixes."""
    one, other = (_parts(block(each, "callers")) for each in (CALLED[0], module))
    assert other[0] == one[0]
    assert other[1:8] == one[1:8]


def _parts(text: str) -> list[str]:
    """The type of an input, and each of its rules."""
    head, *rules = text.split("  validation {\n")
    return [
        re.sub(r" +prefix += .*\n", "", head),
        *(re.sub(r"\n\s*(# .*\n\s*)*$", "", each) for each in rules),
    ]
