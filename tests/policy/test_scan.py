"""A scan of whole code: calls of modules, suppressions, plans, faults."""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tooling import policy
from tooling.errors import PlatformError
from tooling.paths import ROOT
from tooling.venvs import python_of

pytestmark = pytest.mark.capability("use.policy", "behaves")

FIXTURES = Path(__file__).parent / "fixtures"
_CODE = " ".join(map(str, policy.CODE))

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
        tmp_path_factory.mktemp("code"),
        {
            "queue/main.tf": QUEUE,
            "queue/limits.tf": 'variable "limits" { type = object({ hours = number }) }\n',
            "live/main.tf": LIVE,
            "test/main.tf": TEST + 'module "bills" {\n  source = "../queue"\n  limits = { hour = 1 }\n}\n',
        },
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


def test_an_attribute_that_a_module_does_not_know_is_a_finding(report: policy.Report) -> None:
    (finding,) = found(report, "PLATFORM_UNKNOWN_ATTRIBUTE")
    assert (finding.file, finding.line) == ("test/main.tf", 6)
    assert finding.fix == "module.bills: limits has no hour: write hours."


def test_what_only_a_plan_knows_is_found_at_its_line_of_code(report: policy.Report) -> None:
    (finding,) = found(report, "PLATFORM_TAGS")
    assert (finding.file, finding.line, finding.root) == ("queue/main.tf", 6, "a plan of live")
    assert "Service" in finding.fix


OPEN = """\
resource "aws_vpc_security_group_ingress_rule" "ssh" {
  cidr_ipv4 = "0.0.0.0/0"
  from_port = 22
  to_port   = 22
}
"""
GIVEN = """\
variable "range" {
  type    = string
  default = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  cidr_ipv4 = var.range
  from_port = 22
  to_port   = 22
}
"""
CALL = 'module "a" {\n  source = "../a"\n}\n'
JSON = """\
{
  "variable": { "range": { "default": "0.0.0.0/0" } },
  "resource": {
    "aws_security_group": {
      "ssh": {
        "//": "checkov:skip=CKV2_AWS_5: for a test",
        "ingress": { "from_port": 22, "to_port": 22, "cidr_blocks": ["${var.range}"] }
      },
      "web": { "ingress": [{ "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"] }] }
    }
  }
}
"""
# What Terraform takes and checkov's parser does not.
ODD = """\
locals {
  label = "%{if var.range != "x"}y%{endif}"
}

locals {
  million = 1e6
}

locals {
  größe = 1
}

"""
BALANCER = """\
variable "protected" {
  type    = bool
  default = false
}

resource "aws_lb" "this" {
  enable_deletion_protection = var.protected
}
"""


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, policy.Report]:
    """Roots of all kinds, each a case of its own, in one scan."""
    code = write(
        tmp_path_factory.mktemp("cases"),
        {
            "shared/open.txt": OPEN,
            "file/main.tf": "",
            "link/main.tf": CALL.replace("../a", "../linked"),
            "elsewhere/.hidden/main.tf": OPEN,
            "json/main.tf.json": JSON,
            "odd/main.tf": ODD + GIVEN,
            "odd_call/main.tf": 'module "a" {\n  source = "../only_here"\n  label  = { größe = 1 }\n}\n',
            "only_here/main.tf": OPEN,
            "accepted/main.tf": f"#checkov:skip=PLATFORM_READABLE: the plan is checked\n{ODD}",
            "broken/main.tf": f'{OPEN}resource "aws_sqs_queue" "orders" {{\n  name = \n}}\n',
            "broken_json/main.tf.json": '{\n  "resource": \n}',
            "nowhere/main.tf": CALL.replace("../a", "../gone"),
            "override/main.tf": OPEN.replace("0.0.0.0/0", "10.0.0.0/8"),
            "override/main_override.tf": OPEN,
            "tested/main.tf": "",
            "tested/main.tftest.hcl": OPEN,
            "tested/mocks/aws.tfmock.hcl": OPEN,
            "tested/tests/setup/main.tf": OPEN,
            "values/main.tf": GIVEN,
            "values/closed.auto.tfvars": 'range = "10.0.0.0/8"\n',
            "json_values/main.tf": GIVEN,
            "json_values/terraform.tfvars.json": '{ "range": "10.0.0.0/8" }',
            "module_values/main.tf": CALL.replace("../a", "./inner"),
            "module_values/inner/main.tf": GIVEN,
            "module_values/inner/closed.auto.tfvars": 'range = "10.0.0.0/8"\n',
            "one_line/main.tf": 'module "a" { source = "./inner" }\n',
            "one_line/inner/main.tf": GIVEN,
        },
    )
    (code / "file" / "open.tf").symlink_to("../shared/open.txt")
    (code / "linked").symlink_to("elsewhere/.hidden")
    return code, policy.run(root=code, within=[Path()], remember=False)


def ingress(cases: tuple[Path, policy.Report], folder: str) -> list[tuple[str, int]]:
    """Where rules that open a port are found below a folder."""
    return [
        (one.file, one.line)
        for one in found(cases[1], "PLATFORM_OPEN_INGRESS")
        if one.file.startswith(f"{folder}/")
    ]


def unreadable(cases: tuple[Path, policy.Report], folder: str) -> list[tuple[str, int]]:
    return [
        (one.file, one.line)
        for one in found(cases[1], "PLATFORM_READABLE")
        if one.file.startswith(f"{folder}/")
    ]


def test_a_file_behind_a_link_is_checked(cases: tuple[Path, policy.Report]) -> None:
    assert ingress(cases, "file") == [("file/open.tf", 1)]


def test_a_module_behind_a_link_is_checked(cases: tuple[Path, policy.Report]) -> None:
    assert ingress(cases, "elsewhere") == [("elsewhere/.hidden/main.tf", 1)]


def test_json_is_checked_as_code_and_its_comments_suppress(cases: tuple[Path, policy.Report]) -> None:
    assert ingress(cases, "json") == [("json/main.tf.json", 5)]  # and not the one that opens 443
    accepted = [one for one in cases[1].suppressed if one.file == "json/main.tf.json"]
    assert [(one.line, one.rule) for one in accepted] == [(5, "CKV2_AWS_5")]


def test_values_count_where_terraform_reads_them(cases: tuple[Path, policy.Report]) -> None:
    assert ingress(cases, "values") == []
    assert ingress(cases, "json_values") == []
    # In the folder of a module that is called, Terraform reads none.
    assert ingress(cases, "module_values") == [("module_values/inner/main.tf", 6)]
    assert ingress(cases, "one_line") == [("one_line/inner/main.tf", 6)]


def test_a_block_that_cannot_be_read_is_one_finding_and_the_rest_is_checked(
    cases: tuple[Path, policy.Report],
) -> None:
    assert {file for file, _ in unreadable(cases, "odd")} == {"odd/main.tf"}
    assert [line for _, line in unreadable(cases, "odd")] and all(
        2 <= line <= 10 for _, line in unreadable(cases, "odd")
    )
    assert ingress(cases, "odd") == [("odd/main.tf", 18)]
    assert unreadable(cases, "broken") == [("broken/main.tf", 7)]
    assert ingress(cases, "broken") == [("broken/main.tf", 1)]
    assert unreadable(cases, "broken_json") == [("broken_json/main.tf.json", 3)]


def test_what_only_a_call_that_cannot_be_read_reaches_is_checked(cases: tuple[Path, policy.Report]) -> None:
    assert unreadable(cases, "odd_call")
    assert ingress(cases, "only_here") == [("only_here/main.tf", 1)]


def test_what_cannot_be_read_can_be_accepted_with_a_reason(cases: tuple[Path, policy.Report]) -> None:
    assert unreadable(cases, "accepted") == []
    reasons = [one.reason for one in cases[1].suppressed if one.rule == "PLATFORM_READABLE"]
    assert set(reasons) == {"the plan is checked"}


def test_a_call_that_leads_nowhere_and_an_override_are_findings(cases: tuple[Path, policy.Report]) -> None:
    assert unreadable(cases, "nowhere") == [("nowhere/main.tf", 2)]
    assert unreadable(cases, "override") == [("override/main_override.tf", 1)]
    assert ingress(cases, "override") == [("override/main_override.tf", 1)]


def test_tests_and_mocks_are_no_code_and_modules_for_tests_are(cases: tuple[Path, policy.Report]) -> None:
    assert ingress(cases, "tested") == [("tested/tests/setup/main.tf", 1)]


def test_variables_of_the_environment_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = write(tmp_path, {"main.tf": GIVEN})
    monkeypatch.setenv("TF_VAR_range", "10.0.0.0/8")
    report = policy.run(root=code, within=[Path()], remember=False)
    assert found(report, "PLATFORM_OPEN_INGRESS")


def test_changed_finds_what_the_whole_scan_finds_on_what_changed(tmp_path: Path) -> None:
    code = write(
        tmp_path,
        {
            "alb/main.tf": BALANCER,
            "plain/main.tf": CALL.replace("../a", "../alb"),
            "guarded/main.tf": CALL.replace('"../a"', '"../alb"\n  protected = true'),
            "values/main.tf": GIVEN,
            "values/closed.auto.tfvars": 'range = "10.0.0.0/8"\n',
            "linked/main.tf": "",
            "shared.txt": "",
        },
    )
    (code / "linked" / "more.tf").symlink_to("../shared.txt")
    identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-qm", "all"]):
        subprocess.run(["git", "-C", str(code), *command], check=True)

    def run(**options: Any) -> set[tuple[str, int, str, str]]:
        report = policy.run(root=code, within=[Path()], **options)
        return {(one.file, one.line, one.rule, one.resource) for one in report.findings}

    assert run(changed_only=True) == set()
    (code / "values" / "closed.auto.tfvars").unlink()
    (code / "shared.txt").write_text(OPEN)
    whole, now = run(), run(changed_only=True)
    assert {file for file, _, rule, _ in now if rule == "PLATFORM_OPEN_INGRESS"} == {
        "values/main.tf",
        "linked/more.tf",
    }
    assert now == {one for one in whole if one[0].startswith(("values/", "linked/"))}
    (code / "guarded" / "main.tf").write_text((code / "guarded" / "main.tf").read_text() + "# a comment\n")
    whole, now = run(), run(changed_only=True)
    # The module is called by two roots, and only one of them has changed.
    assert {one[2:] for one in whole if one[0] == "alb/main.tf"} >= {("CKV_AWS_150", "module.a.aws_lb.this")}
    assert {one for one in now if one[0] == "alb/main.tf"} < {one for one in whole if one[0] == "alb/main.tf"}
    assert "CKV_AWS_150" not in {rule for file, _, rule, _ in now if file == "alb/main.tf"}


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
from tooling.policy import sources
from tooling.policy.scan import scan_all
from tooling.policy.rule import Rule
Rule("PLATFORM_BROKEN", "", "").on("aws_sqs_queue", fix="")(lambda block: 1 / 0)
tree = sources.read(Path({str(code)!r}))
for unit in scan_all(tree, sources.roots(tree)):
    for finding in unit.findings:
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


_COMPARED = """
import json, sys, time
from pathlib import Path
from types import SimpleNamespace
if sys.argv[1] == "plain":
    import tooling.policy
    def parse(text):
        import hcl2
        return hcl2.loads(text)
    none = lambda: None
    plain = SimpleNamespace(before_import=none, after_import=none, between_roots=none, parse=parse)
    sys.modules["tooling.policy.speed"] = tooling.policy.speed = plain
from tooling.policy import sources
from tooling.policy.scan import scan_all
tree = sources.read(Path(sys.argv[2]), [Path(name) for name in sys.argv[3].split()])
roots = sources.roots(tree)
started = time.process_time()
units = [unit.as_json() for unit in scan_all(tree, [tree.root / name for name in sys.argv[4:]] or roots)]
print(json.dumps([time.process_time() - started, units], sort_keys=True))
"""


def compared(how: str, within: str, *roots: str) -> tuple[float, set[tuple[str, ...]], set[tuple[str, ...]]]:
    """Seconds of CPU, what is found and what is accepted, by checkov as it comes (`plain`) or `fast`.

    Resources are without index: as it comes, checkov leaves some loops unexpanded, by the order of its sets.
    """
    command = [str(python_of("policy")), "-c", _COMPARED, how, str(ROOT), within, *roots]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    seconds, units = json.loads(done.stdout)
    found, accepted = (
        {
            (
                unit["root"],
                one["file"],
                str(one["line"]),
                re.sub(r"\[[^]]*\]", "", one["resource"]),
                one["rule"],
            )
            for unit in units
            for one in unit[what]
        }
        for what in ("findings", "suppressed")
    )
    return seconds, found, accepted


@pytest.mark.slow
def test_the_faster_evaluation_finds_the_same_as_plain_checkov() -> None:
    """On the roots that have most in them: nested modules, loops, dynamic blocks, and the rules' fixtures."""
    within = "modules environments tests/policy/fixtures"
    fixtures = [str(path.parent.relative_to(ROOT)) for path in FIXTURES.glob("*/*/main.tf")]
    examples = [
        f"modules/{name}/examples/complete"
        for name in ("blueprints/microservice", "network/alb-service", "data/s3-bucket")
    ]
    roots = [*examples, *fixtures]
    _, found, accepted = compared("plain", within, *roots)
    assert compared("fast", within, *roots)[1:] == (found, accepted)
    assert found and accepted


# By root and rule: as it comes, checkov keeps one resource of a `for_each` that is empty, and checks it.
_OF_EMPTY_LOOPS = {("modules/compute/eks-cluster/examples/minimal", "CKV_AWS_341")}


@pytest.mark.skipif("PLATFORM_WHOLE_TREE" not in os.environ, reason="takes minutes: PLATFORM_WHOLE_TREE=1")
def test_over_the_whole_tree_it_finds_the_same_at_a_quarter_of_the_cost() -> None:
    (slow, plain, also), (quick, fast, accepted) = compared("plain", _CODE), compared("fast", _CODE)
    assert {one for one in plain - fast if (one[0], one[4]) not in _OF_EMPTY_LOOPS} == fast - plain == set()
    assert accepted == also
    assert quick <= slow / 4, f"{quick:.0f} s of {slow:.0f} s"


def test_what_has_not_changed_is_not_checked_again(tmp_path: Path) -> None:
    code = write(tmp_path, {f"root_{number}/main.tf": f"{GIVEN}# {number}\n" for number in range(150)})
    of_unit = {"findings": [], "remarks": [], "suppressed": [], "unread": [], "resources": 1}
    script = f"""
import json
from pathlib import Path
from tooling import paths, policy
paths.CACHE = Path({str(tmp_path / "cache")!r})
scanned = []
def scan(tree, within, roots, plans):
    scanned.extend(roots)
    return [policy.Unit.from_json({of_unit} | {{"root": tree.name(root)}}) for root in roots]
policy._scan = scan
assert policy.run(root=Path({str(code)!r}), within=[Path()]).roots == 150
print(len(scanned))
"""

    def run() -> tuple[float, str]:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout.decode()

    assert run()[1] == "150\n"
    seconds, scanned = run()
    assert scanned == "0\n"
    assert seconds < 2


def test_the_harness_side_does_not_load_checkov() -> None:
    script = "import sys, tooling.policy; sys.exit('checkov' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
