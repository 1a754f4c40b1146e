"""A scan of whole code: calls of modules, suppressions, plans, faults."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tooling import policy
from tooling.errors import PlatformError
from tooling.paths import ROOT
from tooling.venvs import python_of

pytestmark = pytest.mark.capability("use.policy", "behaves")

QUEUE = """\
variable "wait" {
  type    = number
  default = 20
}

resource "aws_sqs_queue" "this" {
  #checkov:skip=PLATFORM_DEAD_LETTERS: a consumer of this queue keeps what fails
  #checkov:skip=PLATFORM_TLS_ONLY
  receive_wait_time_seconds = var.wait
}
"""
LIVE = """\
module "orders" {
  source = "../queue"
  wait   = 0
}

module "bills" {
  source = "../queue"
  wait   = 0
}

module "mails" {
  #checkov:skip=PLATFORM_LONG_POLLING: looked at once a day
  #checkov:skip=PLATFORM_NO_SUCH_RULE: never was
  source = "../queue"
  wait   = 0
}
"""
TEST = """\
module "orders" {
  source = "../queue"
}
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def planned(folder: Path, *modules: str) -> Path:
    """A plan in which the queue of each module has no tags and does not wait."""
    values = {"receive_wait_time_seconds": 0, "tags_all": {}}
    resource = {"mode": "managed", "type": "aws_sqs_queue", "name": "this", "values": values}
    children = [
        {
            "address": f"module.{name}",
            "resources": [{"address": f"module.{name}.aws_sqs_queue.this", **resource}],
        }
        for name in modules
    ]
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"child_modules": children}},
        "configuration": {"root_module": {}},
        "resource_changes": [],
    }
    file = folder / "plan.json"
    file.write_text(json.dumps(plan))
    return file


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> policy.Report:
    code = write(
        tmp_path_factory.mktemp("code"), {"queue/main.tf": QUEUE, "live/main.tf": LIVE, "test/main.tf": TEST}
    )
    plan = policy.Plan(Path("live"), planned(code, "orders", "mails"))
    return policy.run(root=code, within=[Path()], plans=[plan], remember=False)


def found(report: policy.Report, rule: str) -> list[policy.Finding]:
    return [finding for finding in report.findings if finding.rule == rule]


def test_a_finding_shows_where_a_module_is_given_the_wrong_value(report: policy.Report) -> None:
    (finding,) = found(report, "PLATFORM_LONG_POLLING")
    assert (finding.file, finding.line, finding.root) == ("queue/main.tf", 6, "live")
    assert finding.resource == "module.bills.aws_sqs_queue.this"


def test_two_calls_that_show_the_same_are_one_finding(report: policy.Report) -> None:
    (finding,) = found(report, "PLATFORM_LONG_POLLING")
    assert finding.others == 1
    assert "and at 1 other address" in policy.render_text(report)


def test_a_suppression_with_a_reason_is_heeded_and_listed(report: policy.Report) -> None:
    assert found(report, "PLATFORM_DEAD_LETTERS") == []
    reasons = {one.reason for one in report.suppressed if one.rule == "PLATFORM_DEAD_LETTERS"}
    assert reasons == {"a consumer of this queue keeps what fails"}


def test_a_suppression_at_a_call_holds_for_that_call_only_in_code_and_plan(report: policy.Report) -> None:
    accepted = {one.resource for one in report.suppressed if one.rule == "PLATFORM_LONG_POLLING"}
    assert accepted == {"module.mails.aws_sqs_queue.this"}


def test_a_suppression_without_reason_or_of_no_rule_is_a_finding(report: policy.Report) -> None:
    unexplained, unknown = sorted(
        found(report, "PLATFORM_SUPPRESSION"), key=lambda one: one.file, reverse=True
    )
    assert (unexplained.file, unexplained.line) == ("queue/main.tf", 8)
    assert "#checkov:skip=PLATFORM_TLS_ONLY: why" in unexplained.fix
    assert (unknown.file, unknown.line) == ("live/main.tf", 13)
    assert "no rule PLATFORM_NO_SUCH_RULE" in unknown.fix


def test_what_only_a_plan_knows_is_found_at_its_line_of_code(report: policy.Report) -> None:
    (finding,) = found(report, "PLATFORM_TAGS")
    assert (finding.file, finding.line, finding.root) == ("queue/main.tf", 6, "a plan of live")
    assert "Service" in finding.fix


def test_code_that_cannot_be_read_never_passes(tmp_path: Path) -> None:
    code = write(tmp_path, {"main.tf": 'resource "aws_sqs_queue" "orders" {\n  name = \n}\n'})
    with pytest.raises(PlatformError) as error:
        policy.run(root=code, within=[Path()], remember=False)
    assert "main.tf: cannot be read" in error.value.message
    assert "terraform fmt main.tf" in error.value.next_step


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "is not the JSON of a plan"),
        ("PK", "is not the JSON of a plan"),
        ('{"planned_values": {}, "errored": true}', "failed half-way"),
        ('{"planned_values": {"root_module": {}}}', "cannot read this plan"),
    ],
)
def test_what_is_no_whole_plan_never_passes(tmp_path: Path, content: str, message: str) -> None:
    code = write(tmp_path, {"main.tf": "locals {}\n", "plan.json": content})
    with pytest.raises(PlatformError, match=message):
        policy.run(
            root=code, within=[Path()], plans=[policy.Plan(Path(), code / "plan.json")], remember=False
        )


def test_a_check_that_breaks_is_a_finding_and_the_rest_is_checked(tmp_path: Path) -> None:
    code = write(tmp_path, {"main.tf": 'resource "aws_sqs_queue" "orders" {\n}\n'})
    script = f"""
from pathlib import Path
from tooling.policy.scan import scan
from tooling.policy.rule import Rule
Rule("PLATFORM_BROKEN", "", "").on("aws_sqs_queue", fix="")(lambda block: 1 / 0)
for finding in scan(Path({str(code)!r}), {{Path(): [Path("main.tf")]}}).findings:
    print(finding.rule, finding.resource, finding.title)
"""
    done = subprocess.run([python_of("policy"), "-c", script], cwd=ROOT, capture_output=True, text=True)
    (broken,) = [line for line in done.stdout.splitlines() if line.startswith("PLATFORM_BROKEN")]
    assert "aws_sqs_queue.orders" in broken and "ZeroDivisionError" in broken
    assert "PLATFORM_LONG_POLLING aws_sqs_queue.orders" in done.stdout


def test_a_check_that_breaks_on_a_plan_is_a_finding_and_the_rest_is_checked(tmp_path: Path) -> None:
    # CKV_AWS_85 of checkov cannot do without enabled_cloudwatch_logs_exports.
    logs = '  enabled_cloudwatch_logs_exports = ["audit", "profiler"]\n'
    code = write(tmp_path, {"main.tf": f'resource "aws_docdb_cluster" "users" {{\n{logs}}}\n'})
    values = {"enabled_cloudwatch_logs_exports": None, "storage_encrypted": False, "tags_all": {}}
    cluster = {"mode": "managed", "type": "aws_docdb_cluster", "name": "users", "values": values}
    resources = [{"address": "aws_docdb_cluster.users", **cluster}]
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": resources}},
        "configuration": {"root_module": {}},
        "resource_changes": [],
    }
    (code / "plan.json").write_text(json.dumps(plan))
    report = policy.run(
        root=code, within=[Path()], plans=[policy.Plan(Path(), code / "plan.json")], remember=False
    )
    broken = [one for one in report.findings if "TypeError" in one.title]
    assert [(one.rule, one.file, one.resource) for one in broken] == [
        ("CKV_AWS_85", "main.tf", "aws_docdb_cluster.users")
    ]
    assert found(report, "PLATFORM_TAGS")  # which only plans know


def test_the_command_works_in_a_repository_that_has_nothing_of_ours(tmp_path: Path) -> None:
    code = write(tmp_path, {"main.tf": 'resource "aws_dynamodb_table" "users" {\n  name = "users"\n}\n'})
    subprocess.run(["git", "init", "-q", code], check=True)
    done = command(code, "main.tf")
    assert done.returncode == 1
    assert "1: aws_dynamodb_table.users  PLATFORM_PITR" in done.stdout
    assert "fix: Write point_in_time_recovery { enabled = true }" in done.stdout


def test_the_command_says_what_is_wrong_with_its_options(tmp_path: Path) -> None:
    done = command(tmp_path, "../elsewhere.tf")
    assert done.returncode == 1
    assert "is not below" in done.stderr and "next: " in done.stderr
    assert "Traceback" not in done.stderr


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    entry = "import sys; from tooling.policy.runner import main; sys.exit(main())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [python_of("policy"), "-c", entry, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_the_faster_evaluation_finds_the_same_as_plain_checkov(tmp_path: Path) -> None:
    script = f"""
import json, sys
from pathlib import Path
from types import SimpleNamespace
if sys.argv[1] == "plain":
    nothing = SimpleNamespace(before_import=lambda: None, after_import=lambda memory: None)
    sys.modules["tooling.policy.speed"] = nothing
    import tooling.policy
    tooling.policy.speed = nothing
from tooling.policy.scan import scan
from tooling.policy.sources import folders
root = Path({str(ROOT)!r})
names = ["modules/network", "modules/serverless", "examples/shop", "environments/prod"]
names.append("tests/policy/fixtures")
tree = folders(root, [Path(name) for name in names])
print(json.dumps(scan(root, tree).as_json(), sort_keys=True))
"""
    plain, fast = (
        json.loads(
            subprocess.run(
                [python_of("policy"), "-c", script, kind],
                cwd=ROOT,
                env={**os.environ, "PYTHONHASHSEED": "0"},
                capture_output=True,
                check=True,
            ).stdout
        )
        for kind in ("plain", "fast")
    )
    # checkov's own number of resources differs by one from run to run: it walks through sets.
    del plain["resources"], fast["resources"]
    assert fast == plain
    assert fast["findings"]


def test_the_harness_side_does_not_load_checkov() -> None:
    script = "import sys, tooling.policy; sys.exit('checkov' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
