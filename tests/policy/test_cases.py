"""Cases that some rule once missed, as plans say them. As code they are among the fixtures.

Each has a twin that is allowed. The shape is that of `terraform show -json` with provider 5.100.
"""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tooling import policy
from tooling.paths import ROOT
from tooling.policy.findings import Unit
from tooling.venvs import python_of

pytestmark = pytest.mark.capability("use.policy", "behaves")

FIXTURES = Path(__file__).parent / "fixtures"
GRANT, TLS = "PLATFORM_WILDCARD_GRANT", "PLATFORM_TLS_ONLY"
PASSWORD, PUBLIC = "PLATFORM_MANAGED_PASSWORD", "PLATFORM_PUBLIC_DATABASE"
INGRESS, PITR = "PLATFORM_OPEN_INGRESS", "PLATFORM_PITR"
ARN = "arn:aws:s3:::shop/*"
USER = {"AWS": "arn:aws:iam::123456789012:user/a"}
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": ARN}
NO_TLS = {"Bool": {"aws:SecureTransport": "false"}}


def document(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def statement(**given: Any) -> dict[str, Any]:
    """A statement of aws_iam_policy_document that only the apply reads."""
    lists = {"condition": [], "not_principals": [], "principals": []}
    names = ("actions", "not_actions", "resources", "not_resources", "effect", "sid")
    return {**dict.fromkeys(names), **lists, **given}


@dataclass(frozen=True)
class Case:
    """One kind of resource, with values that a rule refuses and values that it allows."""

    name: str
    rule: str
    kind: str
    refused: Mapping[str, Any]
    allowed: Mapping[str, Any]
    mode: str = "managed"
    # What the plan calls unknown although the code does not give it.
    left_open: tuple[str, ...] = ()


def anyone(kind: str, action: str) -> Case:
    granted = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return Case(
        f"anyone by {kind}",
        GRANT,
        kind,
        {"policy": document(**granted, Principal="*")},
        {"policy": document(**granted, Principal=USER)},
    )


CASES = [
    Case(
        "all but some actions",
        GRANT,
        "aws_iam_policy_document",
        {"statement": [statement(not_actions=["iam:*"], resources=["*", None])]},
        {"statement": [statement(actions=["s3:GetObject"], resources=[ARN])]},
        mode="data",
    ),
    Case(
        "all but some actions, as JSON",
        GRANT,
        "aws_iam_policy",
        {"policy": document(Effect="Allow", NotAction=["iam:*"], Resource="*")},
        {"policy": document(Effect="Deny", NotAction=["iam:*"], Resource="*")},
    ),
    Case(
        "all but some resources",
        GRANT,
        "aws_iam_role_policy",
        {"policy": document(Effect="Allow", Action="s3:GetObject", NotResource=ARN)},
        {"policy": document(**READ)},
    ),
    Case(
        "all but one principal",
        GRANT,
        "aws_s3_bucket_policy",
        {"policy": document(**READ, NotPrincipal=USER)},
        {"policy": document(**READ, Principal=USER)},
    ),
    Case(
        "anyone over TLS",
        GRANT,
        "aws_s3_bucket_policy",
        {"policy": document(**READ, Principal="*", Condition={"Bool": {"aws:SecureTransport": "true"}})},
        {
            "policy": document(
                **READ, Principal="*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}
            )
        },
    ),
    Case(
        "inline policy",
        GRANT,
        "aws_iam_role",
        {"inline_policy": [{"name": "a", "policy": document(Effect="Allow", Action="*", Resource="*")}]},
        {"inline_policy": [{"name": "a", "policy": document(**READ)}]},
    ),
    anyone("aws_secretsmanager_secret_policy", "secretsmanager:GetSecretValue"),
    anyone("aws_kms_key_policy", "kms:Decrypt"),
    anyone("aws_dynamodb_resource_policy", "dynamodb:GetItem"),
    Case(
        "TLS for one user and one action",
        TLS,
        "aws_sqs_queue_policy",
        {
            "policy": document(
                Effect="Deny", Action="sqs:ListQueueTags", Resource="*", Principal=USER, Condition=NO_TLS
            )
        },
        {"policy": document(Effect="Deny", Action="sqs:*", Resource="*", Principal="*", Condition=NO_TLS)},
    ),
    Case(
        "a dynamic block that is off",
        PITR,
        "aws_dynamodb_table",
        {"replica": []},
        {"replica": [], "point_in_time_recovery": [{"enabled": True}]},
        left_open=("point_in_time_recovery",),
    ),
    Case(
        "a public workgroup",
        PUBLIC,
        "aws_redshiftserverless_workgroup",
        {"publicly_accessible": True},
        {"publicly_accessible": False},
    ),
    Case(
        "a password",
        PASSWORD,
        "aws_docdb_cluster",
        {"master_password": "hunter22"},
        {"master_password": None, "manage_master_user_password": True},
    ),
    Case(
        "a password in a block",
        PASSWORD,
        "aws_mq_broker",
        {"user": [{"username": "a", "password": "hunter22hunter22"}]},
        {"user": [{"username": "a", "password": None}]},
    ),
    Case(
        "half of the internet",
        INGRESS,
        "aws_vpc_security_group_ingress_rule",
        {"cidr_ipv4": "0.0.0.0/1", "from_port": 22, "to_port": 22},
        {"cidr_ipv4": "192.0.2.0/24", "from_port": 22, "to_port": 22},
    ),
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Rules and names of resources that break them in one plan of all cases."""
    code = tmp_path_factory.mktemp("cases")
    (code / "main.tf").write_text("locals {}\n")
    resources, changes, given = [], [], []
    for number, case in enumerate(CASES):
        for what, values in (("refused", case.refused), ("allowed", case.allowed)):
            name = f"{what}_{number}"
            address = f"{'data.' if case.mode == 'data' else ''}{case.kind}.{name}"
            known = {"address": address, "mode": case.mode, "type": case.kind, "name": name}
            unknown = {"id": True} | {one: True for one in case.left_open if one not in values}
            resources.append({**known, "values": values})
            given.append({**known, "expressions": {}})
            change = {"actions": ["create"], "before": None, "after": values, "after_unknown": unknown}
            changes.append({**known, "change": change})
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": resources}},
        "configuration": {"root_module": {"resources": given}},
        "resource_changes": changes,
    }
    (code / "plan.json").write_text(json.dumps(plan))
    report = policy.run(root=code, within=[Path()], plans=[policy.Plan(Path(), code / "plan.json")])
    assert {one.root for one in report.findings} == {"a plan of ."}
    return {(one.rule, one.resource.rpartition(".")[2]) for one in report.findings}


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_a_plan_is_refused_and_its_twin_is_allowed(broken: set[tuple[str, str]], number: int) -> None:
    assert (CASES[number].rule, f"refused_{number}") in broken
    assert (CASES[number].rule, f"allowed_{number}") not in broken


_ALL = """
import json, sys
from pathlib import Path
from tooling.policy import scan, sources
only = scan._filter
scan._filter = lambda framework, off: only(framework, [])
tree = sources.read(Path(sys.argv[1]))
print(json.dumps([unit.as_json() for unit in scan.scan_all(tree, sources.roots(tree))]))
"""
# What checkov refuses and ours allow on purpose, by the block of the fixtures.
_ON_PURPOSE = {
    "aws_iam_policy_document.key": 'the policy of a key: "*" is that key, and its account decides by IAM',
}


def test_own_rules_find_at_least_as_much_as_those_of_checkov_that_they_replace() -> None:
    """On all fixtures of all rules, those that are allowed included, with no rule of checkov off."""
    off = tomllib.loads((ROOT / "tooling" / "policy" / "checkov.toml").read_text())["off"]
    replaced = {rule: reason.split()[0] for rule, reason in off.items() if " says it" in reason}
    command = [str(python_of("policy")), "-c", _ALL, str(FIXTURES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = [finding for one in json.loads(done.stdout) for finding in Unit.from_json(one).findings]
    ours = {(one.file, one.resource, one.rule) for one in found}
    missed = {
        (one.rule, one.file, one.resource)
        for one in found
        if one.rule in replaced
        and one.resource not in _ON_PURPOSE
        and (one.file, one.resource, replaced[one.rule]) not in ours
    }
    assert missed == set()
    assert {one.rule for one in found} >= set(replaced), "each is shown by some fixture"
