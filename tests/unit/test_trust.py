"""What was reviewed is what happens: abandoned plans, guards, other states, other files, other options."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.unit.typed import MAIN, Make, kept, run
from tooling import deploy, environments, paths, policy, saved
from tooling.aws import Target
from tooling.environments import Environment
from tooling.terraform import Terraform

REPOSITORY = Path(__file__).parents[2]
Read = pytest.CaptureFixture[str]
TARGET = Target("endpoint", "http://127.0.0.1:1", "eu-west-1")


def state(environment: Environment) -> list[Any]:
    """The resources in it."""
    file = environment.path / "terraform.tfstate"
    return list(json.loads(file.read_text())["resources"]) if file.exists() else []


# An abandoned plan.


def test_an_abandoned_destroy_is_not_carried_out_by_the_next_apply(environment: Make, capsys: Read) -> None:
    made = environment()
    assert run(tasks.apply, env="dev", yes=True) == 0
    command = (
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n"
        f"import pathlib, tooling.paths; tooling.paths.CACHE = pathlib.Path({str(paths.CACHE)!r})\n"
        f"from tests.unit import killed; killed.destroy({str(made.path)!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", command], cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(list(made.runs.glob("scratch-*/record.json"))) == 1, "its plan is left"
    capsys.readouterr()
    assert run(tasks.apply, env="dev", yes=True) == 0
    printed = capsys.readouterr()
    assert "Discarded the plan that `./invokew destroy --env dev` made at" in printed.err
    assert "dev: nothing to change" in printed.out
    assert len(state(made)) == 1
    assert not kept(made)


def test_a_review_that_was_not_shown_whole_is_not_one(environment: Make, monkeypatch: Any) -> None:
    made = environment()

    def cut_off(*_: Any, **__: Any) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("tooling.render.show", cut_off)
    monkeypatch.setattr("tooling.program.os.dup2", lambda *_: None)
    assert run(tasks.plan, env="dev") == 1
    assert not kept(made)


@pytest.mark.parametrize("written", [True, False])
def test_a_review_whose_comment_was_not_written_is_not_one(
    environment: Make, monkeypatch: Any, tmp_path: Path, written: bool
) -> None:
    made, comment, out = environment(), tmp_path / "comment.md", tmp_path / "dev.plan"
    monkeypatch.setattr("tooling.policy.run", lambda **_: policy.Report(()))
    monkeypatch.setattr("tooling.check.fmt", lambda _: [])
    if not written:
        comment.symlink_to(tmp_path / "gone" / "comment.md")
    with nullcontext() if written else pytest.raises(FileNotFoundError):
        assert run(tasks.review, env="dev", comment=str(comment), out=str(out)) == 2
    assert (kept(made), out.exists()) == (written, written)


def test_an_empty_plan_does_not_stop_the_next_apply(environment: Make) -> None:
    made = environment()
    run(tasks.apply, env="dev", yes=True)
    assert run(tasks.plan, env="dev") == 0
    (made.path / "main.tf").write_text(MAIN.replace("default = 1", "default = 2"))
    assert run(tasks.apply, env="dev", yes=True) == 0


# A protected environment.


def test_a_protected_environment_is_applied_only_from_a_reviewed_plan(
    environment: Make, capsys: Read
) -> None:
    made = environment("prod", protected=True)
    assert run(tasks.apply, env="prod", endpoint="local", yes=True) == 1
    printed = capsys.readouterr().err
    assert "--yes" not in printed
    assert (
        "'prod' is protected, and it is applied only from a plan that was reviewed: none is kept" in printed
    )
    assert "./invokew plan --env prod --endpoint local   and then   " in printed
    assert "./invokew apply --env prod --endpoint local --confirm prod" in printed
    assert state(made) == []
    assert run(tasks.plan, env="prod", endpoint="local") == 2
    assert run(tasks.apply, env="prod", endpoint="local", confirm="prod") == 0
    assert run(tasks.plan, env="prod", endpoint="local") == 0
    assert run(tasks.apply, env="prod", endpoint="local", confirm="prod") == 0, "nothing to apply is no error"
    assert run(tasks.apply, env="prod", endpoint="local", confirm="prod") == 1, "and then it is used up"


def test_a_plan_reviewed_elsewhere_is_applied_from_its_file(
    environment: Make, capsys: Read, tmp_path: Path
) -> None:
    made, file = environment("prod", protected=True), tmp_path / "prod.plan"
    assert run(tasks.plan, env="prod", out=str(file)) == 2
    assert f"./invokew apply --env prod --plan {file}" in capsys.readouterr().err
    saved.discard(made)  # as on another machine
    assert run(tasks.apply, env="prod", plan=str(file), confirm="prod") == 0
    assert len(state(made)) == 1
    assert run(tasks.apply, env="prod", plan=str(file), confirm="prod") == 1
    assert "the state moved on: no state → " in capsys.readouterr().err
    assert not kept(made)


@pytest.mark.parametrize("moved", ["code", "lock file", "variable", "Terraform"])
def test_a_plan_in_a_file_is_bound_to_what_it_was_made_from(
    environment: Make, capsys: Read, tmp_path: Path, monkeypatch: Any, moved: str
) -> None:
    made, file = environment("prod", protected=True), tmp_path / "prod.plan"
    (made.path / ".terraform.lock.hcl").write_text("# a\n")
    run(tasks.plan, env="prod", out=str(file))
    expected = {"code": "main.tf changed", "lock file": ".terraform.lock.hcl changed"}.get(moved, "")
    if moved == "code":
        (made.path / "main.tf").write_text(MAIN + "\n")
    elif moved == "lock file":
        (made.path / ".terraform.lock.hcl").write_text("# b\n")
    elif moved == "variable":
        monkeypatch.setenv("TF_VAR_size", "2")
        expected = "TF_VAR_size is new"
    else:
        monkeypatch.setattr("tooling.terraform.binary.version", lambda _: "1.12.0")
        expected = "this is 1.12.0"
    assert run(tasks.apply, env="prod", plan=str(file), confirm="prod") == 1
    assert expected in capsys.readouterr().err
    assert state(made) == []


# What Terraform really read.

READS = {
    "plain.txt": 'file("plain.txt")',
    "j.txt": 'file(join("/", [path.module, "j.txt"]))',
    "t": 'templatefile("./t", {})',
    "deep/er/x": 'filesha256("${path.root}/deep/${"er"}/x")',
    "set/a": 'join(",", fileset(path.module, "set/*"))',
}


@pytest.mark.parametrize("name", READS)
def test_a_file_that_changed_after_the_review_stops_the_apply(
    environment: Make, capsys: Read, name: str
) -> None:
    made = environment("[team]")
    file = made.path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("before")
    (made.path / "main.tf").write_text(f'resource "terraform_data" "a" {{ input = {READS[name]} }}\n')
    assert run(tasks.plan, env="[team]") == 2
    file.write_text("after")
    assert run(tasks.apply, env="[team]", yes=True) == 1
    assert f"{name} changed" in capsys.readouterr().err
    assert state(made) == []
    file.write_text("before")
    assert run(tasks.apply, env="[team]", yes=True) == 0


def test_a_file_of_variables_that_changed_after_the_review_stops_the_apply(
    environment: Make, capsys: Read, tmp_path: Path
) -> None:
    made, file = environment(), tmp_path / "big.tfvars"
    file.write_text("size = 7\n")
    assert run(tasks.plan, env="dev", var_file=[str(file)]) == 2
    file.write_text("size = 8\n")
    assert run(tasks.apply, env="dev", yes=True) == 1
    assert "big.tfvars changed" in capsys.readouterr().err
    file.write_text("size = 7\n")
    assert run(tasks.apply, env="dev", yes=True) == 0
    assert state(made)[0]["instances"][0]["attributes"]["input"]["value"] == 7


# Another state.


def test_a_workspace_is_refused(environment: Make, capsys: Read, monkeypatch: Any) -> None:
    made = environment()
    monkeypatch.setenv("TF_WORKSPACE", "scratch")
    assert run(tasks.apply, env="dev", yes=True) == 1
    printed = capsys.readouterr().err
    assert "TF_WORKSPACE is 'scratch'" in printed and "make another folder of environments/" in printed
    monkeypatch.setenv("TF_WORKSPACE", "default")
    assert run(tasks.apply, env="dev", yes=True) == 0
    monkeypatch.delenv("TF_WORKSPACE")
    (made.path / ".terraform").mkdir(exist_ok=True)
    (made.path / ".terraform" / "environment").write_text("scratch")
    for task in (tasks.plan, tasks.apply, tasks.output):
        assert run(task, env="dev") == 1
        printed = capsys.readouterr().err
        assert "the workspace 'scratch' is selected in environments/dev" in printed
        assert "terraform -chdir=environments/dev workspace select default" in printed


# What a root's `backend` block says, and what Terraform records of it.
BACKEND = """
terraform {
  backend "s3" {
    bucket       = "b"
    key          = "k"
    region       = "eu-west-1"
    use_lockfile = true
    max_retries  = 7
    assume_role  = { role_arn = "arn:aws:iam::123456789012:role/state", duration = "1h" }
  }
}
"""
ROLE = {"role_arn": "arn:aws:iam::123456789012:role/state", "duration": "1h", "policy": None}
PLACE = {"bucket": "b", "key": "k", "region": "eu-west-1", "use_lockfile": True}
RECORDED = PLACE | {"max_retries": 7, "assume_role": ROLE, "endpoints": None, "secret_key": None}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"key": "sandbox.tfstate"}, "key sandbox.tfstate"),
        ({"use_lockfile": False}, "use_lockfile false"),
        ({"use_lockfile": None}, "use_lockfile none"),
        ({"endpoints": {"s3": "http://127.0.0.1:9", "sso": None}}, 'endpoints {"s3": "http://127.0.0.1:9"}'),
        ({"profile": "other"}, "profile other"),
        ({"secret_key": "hunter2"}, "secret_key another"),
        ({"assume_role": {**ROLE, "role_arn": "arn:aws:iam::999999999999:role/state"}}, "999999999999"),
        ({"max_retries": 8, "workspace_key_prefix": "x"}, "max_retries 8, workspace_key_prefix x"),
        ({}, ""),
    ],
)
def test_a_backend_that_was_changed_by_hand_is_refused(
    environment: Make, capsys: Read, monkeypatch: Any, changed: dict[str, Any], named: str
) -> None:
    made = environment()
    run(tasks.apply, env="dev", yes=True)
    (folder := made.path.parent / "written").mkdir()
    (folder / "main.tf").write_text(BACKEND)
    written = replace(made, backend=environments._backend(folder))
    monkeypatch.setattr("tooling.environments.get", lambda _: written)
    data = made.path / ".terraform" / "terraform.tfstate"
    data.write_text(json.dumps({"backend": {"type": "s3", "config": {**RECORDED, **changed}}}))
    (made.path / ".terraform" / "platform.stamp").touch()
    for task in (tasks.plan, tasks.apply, tasks.destroy, tasks.output) if named else ():
        assert run(task, env="dev") == 1
        printed = capsys.readouterr().err
        assert "initialized for another state than its code names, or with other settings (" in printed
        assert named in printed and "hunter2" not in printed
        assert "terraform -chdir=environments/dev init -reconfigure" in printed
    if not named:
        deploy._refuse_other_state(deploy.Deployment(written, TARGET, Terraform.of(written, TARGET)))


# Options, and Terraform's own variables.

TWO = MAIN + 'resource "terraform_data" "b" { input = 2 }\n'


def test_a_partial_plan_says_so_and_is_applied_as_it_was_reviewed(environment: Make, capsys: Read) -> None:
    made = environment()
    (made.path / "main.tf").write_text(TWO)
    assert run(tasks.plan, env="dev", target=["terraform_data.b"]) == 2
    printed = capsys.readouterr()
    assert printed.out.startswith("dev: 1 to add, 0 to change, 0 to destroy (with --target terraform_data.b)")
    assert "./invokew apply --env dev --target terraform_data.b" in printed.err
    assert run(tasks.apply, env="dev", target=["terraform_data.a"], yes=True) == 1
    assert (
        "was made with --target terraform_data.b, not with --target terraform_data.a"
        in capsys.readouterr().err
    )
    assert run(tasks.apply, env="dev", target=["terraform_data.b"], yes=True) == 0
    assert [each["name"] for each in state(made)] == ["b"]
    assert run(tasks.apply, env="dev", replace=["terraform_data.b"], yes=True) == 0
    assert "-/+ terraform_data.b" in capsys.readouterr().out


def test_options_in_terraforms_variables_are_honoured(
    environment: Make, capsys: Read, monkeypatch: Any
) -> None:
    made = environment()
    (made.path / "main.tf").write_text(TWO)
    monkeypatch.setenv("TF_CLI_ARGS", "-input=false -no-color")
    monkeypatch.setenv("TF_CLI_ARGS_plan", "-target=terraform_data.b")
    monkeypatch.setenv("TF_CLI_ARGS_apply", "-parallelism=1")
    asked: list[Any] = []
    from tooling.terraform import Terraform

    apply = Terraform.apply
    monkeypatch.setattr(Terraform, "apply", lambda *a, **more: (asked.append(more), apply(*a, **more))[1])
    assert run(tasks.apply, env="dev", yes=True) == 0
    assert [each["name"] for each in state(made)] == ["b"]
    assert asked[0]["parallelism"] == 1
    assert "(with --target terraform_data.b)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "flag"),
    [
        ("TF_CLI_ARGS_init", "-backend-config=key=sandbox.tfstate", "-backend-config=key=sandbox.tfstate"),
        ("TF_CLI_ARGS_plan", "-var size=3", "-var=size=3"),
        ("TF_CLI_ARGS_plan", "-refresh=false", "-refresh=false"),
        ("TF_CLI_ARGS", "-lock=false", "-lock=false"),
        ("TF_CLI_ARGS_show", "-json", "-json"),
        ("TF_CLI_ARGS_destroy", "-target=terraform_data.a", "-target=terraform_data.a"),
        ("TF_CLI_ARGS_paln", "-target=terraform_data.a", "write TF_CLI_ARGS_plan"),
        ("TF_CLI_ARGS_", "", "is of no command"),
    ],
)
def test_what_is_no_option_here_is_refused_by_name(
    environment: Make, capsys: Read, monkeypatch: Any, name: str, value: str, flag: str
) -> None:
    environment()
    monkeypatch.setenv(name, value)
    assert run(tasks.plan, env="dev") == 1
    printed = capsys.readouterr().err
    assert name in printed and flag in printed and f"unset {name}" in printed


@pytest.mark.parametrize("task", [tasks.fmt, tasks.validate])
def test_so_is_what_a_check_of_the_code_would_leave_out(capsys: Read, monkeypatch: Any, task: Any) -> None:
    monkeypatch.setattr("tooling.check.roots", lambda: [Path("none")])
    monkeypatch.setattr("tooling.check.Terraform", None)  # it is not begun
    name = f"TF_CLI_ARGS_{task.name}"
    monkeypatch.setenv(name, "-json" if task is tasks.validate else "-recursive=false")
    assert run(task) == 1
    assert f"unset {name}" in capsys.readouterr().err


def test_variables_of_commands_that_a_plan_does_not_run_are_left_to_them(
    environment: Make, monkeypatch: Any
) -> None:
    environment()
    for command in ("fmt", "validate", "console", "state_mv", "providers_lock", "force_unlock"):
        monkeypatch.setenv(f"TF_CLI_ARGS_{command}", "" if command == "force_unlock" else "-any")
    monkeypatch.setenv("TF_WORKSPACE", "")  # Terraform takes it as unset
    assert run(tasks.plan, env="dev") == 2


def test_an_empty_option_among_several_is_named(capsys: Read) -> None:
    for given in ({"target": [""]}, {"target": ["a", ""]}, {"var_file": [""]}):
        assert run(tasks.plan, env="dev", **given) == 1
        assert f"--{next(iter(given)).replace('_', '-')} is empty" in capsys.readouterr().err


def test_terraform_is_found_whatever_its_variables_say(monkeypatch: Any) -> None:
    from tooling.terraform import binary

    monkeypatch.setenv("TF_CLI_ARGS", "-input=false")
    binary.version.cache_clear()
    assert binary.find()


# What is shown.


def test_warnings_and_failing_checks_are_shown_on_an_unchanged_root(environment: Make, capsys: Read) -> None:
    made = environment()
    check = 'assert {\n    condition = var.size > 1\n    error_message = "too small"\n  }'
    (made.path / "main.tf").write_text(MAIN + f'check "size" {{\n  {check}\n}}\n')
    run(tasks.apply, env="dev", yes=True)
    assert "warning" in (first := capsys.readouterr()).err.lower() or "Warnings (1)" in first.out
    assert run(tasks.plan, env="dev") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("dev: nothing to change\n") and "Warnings (1)" in shown and "too small" in shown
    run(tasks.plan, env="dev", json=True)
    assert "too small" in json.loads(capsys.readouterr().out)["warnings"][0]
    run(tasks.plan, env="dev", markdown=True)
    assert "too small" in capsys.readouterr().out


def test_what_a_failed_replacement_left_behind_is_called_deposed(environment: Make, capsys: Read) -> None:
    made = environment()
    run(tasks.apply, env="dev", yes=True)
    file = made.path / "terraform.tfstate"
    content = json.loads(file.read_text())
    (entry,) = content["resources"]
    entry["instances"].append({**entry["instances"][0], "deposed": "abcd1234"})
    file.write_text(json.dumps({**content, "serial": content["serial"] + 1}))
    capsys.readouterr()
    assert run(tasks.plan, env="dev") == 2
    assert "  -   terraform_data.a (deposed object abcd1234)" in capsys.readouterr().out
    run(tasks.plan, env="dev", json=True)
    assert json.loads(capsys.readouterr().out)["changes"][0]["deposed"] == "abcd1234"
    run(tasks.plan, env="dev", markdown=True)
    assert "`terraform_data.a (deposed object abcd1234)`" in capsys.readouterr().out


QUEUE = """
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}
provider "aws" {
  region = "eu-west-1"
}
resource "aws_sqs_queue" "q" {
  name                       = "drifts"
  visibility_timeout_seconds = 30
}
"""


@pytest.mark.slow
def test_a_refresh_finds_what_was_changed_by_hand_and_changes_only_the_state(
    environment: Make, capsys: Read, monkeypatch: Any, local_aws: Target
) -> None:
    made = environment()
    monkeypatch.setattr("tooling.deploy.target", lambda *_, **__: local_aws)
    (made.path / "main.tf").write_text(QUEUE)
    assert run(tasks.apply, env="dev", yes=True) == 0
    sqs = local_aws.client("sqs")
    url = sqs.get_queue_url(QueueName="drifts")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "60"})
    capsys.readouterr()
    assert run(tasks.plan, env="dev", refresh_only=True) == 2
    shown = capsys.readouterr()
    assert shown.out.startswith("dev: 1 changed outside Terraform, which the state is to follow")
    assert "aws_sqs_queue.q differs in visibility_timeout_seconds" in shown.out
    assert "./invokew apply --env dev --refresh-only" in shown.err
    assert run(tasks.apply, env="dev", refresh_only=True, yes=True) == 0
    asked = {"QueueUrl": url, "AttributeNames": ["VisibilityTimeout"]}
    assert sqs.get_queue_attributes(**asked)["Attributes"] == {"VisibilityTimeout": "60"}
    assert run(tasks.plan, env="dev", refresh_only=True) == 0
    assert "dev: nothing to refresh" in capsys.readouterr().out
    assert run(tasks.apply, env="dev", yes=True) == 0
    assert sqs.get_queue_attributes(**asked)["Attributes"] == {"VisibilityTimeout": "30"}


SECRET_BUCKET = (
    QUEUE
    + """
variable "bucket" {
  default   = "hunter2"
  sensitive = true
}
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${var.bucket}/*"]
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.q.arn]
  }
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = data.aws_iam_policy_document.d.json
}
"""
)


@pytest.mark.slow
def test_a_sensitive_name_in_a_policy_that_is_unknown_is_not_shown(
    environment: Make, capsys: Read, monkeypatch: Any, local_aws: Target
) -> None:
    made = environment()
    monkeypatch.setattr("tooling.deploy.target", lambda *_, **__: local_aws)
    (made.path / "main.tf").write_text(SECRET_BUCKET.replace("drifts", "sensitive"))
    for how in ({}, {"full": True}, {"json": True}, {"markdown": True}):
        assert run(tasks.plan, env="dev", **how) == 2
        printed = capsys.readouterr()
        assert "hunter2" not in printed.out + printed.err
        assert "s3:GetObject" in printed.out and "(sensitive)" in printed.out


def test_the_kept_plan_is_whole_for_the_policy_even_when_it_changes_nothing(environment: Make) -> None:
    made = environment()
    run(tasks.apply, env="dev", yes=True)
    assert run(tasks.plan, env="dev") == 0
    shown = json.loads(deploy.plan_json(made).read_text())
    assert [each["address"] for each in shown["resource_changes"]] == ["terraform_data.a"]
    assert run(tasks.plan, env="dev") == 0
    assert kept(made)
