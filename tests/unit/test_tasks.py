"""The tasks as one types them: what they print, what they exit with, and how they refuse."""

from __future__ import annotations

import dataclasses
import json
import os
import runpy
import subprocess
import sys
import time
from typing import Any

import pytest

import tasks
from tests.unit.typed import MAIN, kept, run
from tooling import deploy, paths
from tooling.aws import Target


def wrapper(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(paths.ROOT / "tooling" / "__main__.py"), *arguments]
    return subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, timeout=60)


# Mistakes on the command line.


@pytest.mark.parametrize(
    ("arguments", "error", "next_step"),
    [
        (["plan"], "no environment is named", "add --env NAME, one of: local, "),
        (["plan", "--env", "moon"], "there is no environment 'moon'", "use one of: local, "),
        (["plan", "--enw", "local"], "has no option '--enw'", "did you mean --env?"),
        (["aply"], "there is no task 'aply'", "did you mean apply?"),
        (["local.fault", "--rate", "abc"], "'abc' is not a number", "--help"),
        (["local.fault", "--service", "sqs"], "no kind of fault is named", "add --kind throttle"),
        (["apply", "--env", "dev", "--endpoint", "", "--yes"], "--endpoint is empty", "leave it out"),
        (["apply", "--env", "dev", "--endpoint=", "--yes"], "--endpoint is empty", "leave it out"),
        (["destroy", "--env", ""], "--env is empty", "leave it out"),
        (["apply", "--env", "dev", "--endpoint", "http://[::1"], "is not the address", "--endpoint local"),
        (["local.logs", "--lines", "-5"], "--lines is -5", "a count of lines"),
        (["local.logs", "--lines=-5"], "--lines is -5", "a count of lines"),
        (["test", "--args", "'unclosed"], "--args is 'unclosed", "close the quote"),
        (["test", "--tier", "huge"], "there is no tier 'huge'", "--tier fast"),
        (["test", "--report", "--args=-x"], "a part of the tests is no report", "./invokew test --report"),
    ],
)
def test_a_mistake_is_one_message_with_the_next_step(
    arguments: list[str], error: str, next_step: str
) -> None:
    done = wrapper(*arguments)
    assert done.returncode == 1 and done.stdout == ""
    first, second = done.stderr.strip().splitlines()
    assert first.startswith("error: ") and error in first
    assert second.startswith("next: ") and next_step in second


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["plan", "--env", "moon"], "there is no environment 'moon'"),
        (["apply", "--env", "dev", "--endpoint", ""], "--endpoint is empty"),
    ],
)
def test_plain_invoke_tells_a_mistake_the_same_way(arguments: list[str], error: str) -> None:
    command = [sys.executable, "-m", "invoke", *arguments]
    done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == f"error: {error}"
    assert "Traceback" not in done.stderr


def test_every_task_is_explained_in_the_list() -> None:
    done = wrapper("--list")
    listed = [line for line in done.stdout.splitlines() if line.startswith("  ")]
    assert len(listed) >= 15
    assert all(len(line.split(None, 1)) == 2 and line.rstrip().endswith(".") for line in listed)


def test_every_option_is_explained() -> None:
    fresh = runpy.run_path(tasks.__file__)  # get_arguments takes the help out of its task
    for task in (task for group in fresh["GROUPS"].values() for task in group):
        for argument in task.get_arguments():
            assert argument.help, f"{task.name} --{argument.name} has no help"


# Plan and apply.


def test_plan_exits_with_2_when_there_is_something_and_0_when_not(
    environment: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    environment()
    assert run(tasks.plan, env="dev") == 2
    assert capsys.readouterr().out.startswith("dev: 1 to add, 0 to change, 0 to destroy")
    assert run(tasks.apply, env="dev", yes=True) == 0
    assert run(tasks.plan, env="dev") == 0
    assert capsys.readouterr().out.endswith("dev: nothing to change\n")


def test_plan_json_is_nothing_but_json(environment: Any, capsys: pytest.CaptureFixture[str]) -> None:
    environment()
    assert run(tasks.plan, env="dev", json=True) == 2
    assert json.loads(capsys.readouterr().out)["counts"]["add"] == 1


def test_plan_markdown_is_for_a_pull_request(environment: Any, capsys: pytest.CaptureFixture[str]) -> None:
    environment()
    run(tasks.plan, env="dev", markdown=True)
    assert capsys.readouterr().out.startswith("### Plan for dev: 1 to add")


def test_apply_ends_with_commands_to_paste_and_the_second_changes_nothing(
    environment: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    environment("local")
    assert run(tasks.apply, env="local") == 0
    first = capsys.readouterr()
    assert "  # list\n  curl -sS http://127.0.0.1:1/users" in first.out
    assert "1/1  terraform_data.a created" in first.err
    assert run(tasks.apply, env="local") == 0
    second = capsys.readouterr()
    assert second.out.startswith("local: nothing to change\n")
    assert "curl" in second.out


def test_apply_json_is_nothing_but_json(environment: Any, capsys: pytest.CaptureFixture[str]) -> None:
    environment()
    assert run(tasks.apply, env="dev", yes=True, json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["changed"] is True and found["outputs"]["size"]["value"] == 1


def test_apply_applies_the_reviewed_plan_and_uses_it_up(
    environment: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    made = environment()
    run(tasks.plan, env="dev")
    assert kept(made)
    capsys.readouterr()
    assert run(tasks.apply, env="dev", yes=True) == 0
    assert "Planning" not in capsys.readouterr().err
    assert not kept(made)


@pytest.mark.parametrize("name", ["dev", "local"])
def test_code_that_moved_after_the_review_stops_the_apply(
    environment: Any, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    made = environment(name)
    run(tasks.plan, env=name)
    (made.path / "main.tf").write_text(MAIN + "\n")
    assert run(tasks.apply, env=name, yes=True) == 1
    printed = capsys.readouterr().err
    assert "is stale, so nothing was changed" in printed and "main.tf changed" in printed
    assert f"./invokew plan --env {name}" in printed
    assert not (made.path / "terraform.tfstate").exists()


def test_a_variable_that_moved_after_the_review_stops_the_apply(
    environment: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment()
    run(tasks.plan, env="dev")
    monkeypatch.setenv("TF_VAR_size", "2")
    assert run(tasks.apply, env="dev", yes=True) == 1
    assert "TF_VAR_size is new" in capsys.readouterr().err


def test_state_that_moved_after_the_review_stops_the_apply(
    environment: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    made = environment()
    run(tasks.plan, env="dev")
    (made.path / "terraform.tfstate").write_text(
        json.dumps(
            {
                "version": 4,
                "terraform_version": "1.11.4",
                "serial": 7,
                "lineage": "other",
                "outputs": {},
                "resources": [],
            }
        )
    )
    assert run(tasks.apply, env="dev", yes=True) == 1
    assert "the state moved on" in capsys.readouterr().err


def test_production_is_not_touched_until_its_name_is_typed(
    environment: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    made = environment("prod", protected=True)
    assert run(tasks.plan, env="prod") == 2
    assert run(tasks.apply, env="prod", yes=True) == 1
    printed = capsys.readouterr().err
    assert "'prod' is protected" in printed and "--confirm prod" in printed
    assert not (made.path / "terraform.tfstate").exists()
    assert run(tasks.apply, env="prod", confirm="prod") == 0


def test_a_declined_apply_leaves_no_plan_behind_that_nobody_asked_to_keep(environment: Any) -> None:
    made = environment()
    assert run(tasks.apply, env="dev") == 1
    assert not kept(made)
    run(tasks.plan, env="dev")
    assert run(tasks.apply, env="dev") == 1
    assert kept(made)


def test_a_declined_destroy_leaves_no_plan_behind_that_an_apply_could_take(environment: Any) -> None:
    made = environment()
    assert run(tasks.apply, env="dev", yes=True) == 0
    assert run(tasks.destroy, env="dev") == 1
    assert not kept(made)
    assert run(tasks.destroy, env="dev", yes=True) == 0
    assert json.loads((made.path / "terraform.tfstate").read_text())["resources"] == []


def test_a_local_aws_that_dies_during_the_apply_is_one_clear_message(
    environment: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = environment("local")
    (made.path / "main.tf").write_text(
        'resource "terraform_data" "a" {\n  provisioner "local-exec" { command = "sleep 300" }\n}\n'
    )
    nobody = Target("local", "http://127.0.0.1:9", "eu-west-1")
    prepared = deploy.prepare
    monkeypatch.setattr(
        deploy, "prepare", lambda *a, **more: dataclasses.replace(prepared(*a, **more), target=nobody)
    )
    began = time.monotonic()
    assert run(tasks.apply, env="local") == 1
    assert time.monotonic() - began < 15
    printed = capsys.readouterr().err
    assert "error: the local AWS died during the apply" in printed
    assert "next: start afresh: ./invokew apply --env local" in printed


def test_output_into_head_is_no_error() -> None:
    command = f"{sys.executable} {paths.ROOT}/tooling/__main__.py capabilities --json | head -1"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=paths.ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "[\n" and done.stderr == ""


# Outputs.


def test_output_shows_everything_or_one_value(environment: Any, capsys: pytest.CaptureFixture[str]) -> None:
    environment()
    run(tasks.apply, env="dev", yes=True)
    capsys.readouterr()
    run(tasks.output, env="dev", name="size")
    assert capsys.readouterr().out == "1\n"
    run(tasks.output, env="dev")
    assert capsys.readouterr().out.startswith("size = 1\n")
    assert run(tasks.output, env="dev", name="sice") == 1
    assert "use one of: services, size" in capsys.readouterr().err


def test_a_sensitive_output_is_printed_only_by_its_name(
    environment: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    made = environment()
    secret = 'output "word" {\n  value     = "hunter2"\n  sensitive = true\n}\n'
    services = MAIN.replace('output "services" {', 'output "services" {\n  sensitive = true')
    (made.path / "main.tf").write_text(services + secret)
    run(tasks.apply, env="dev", yes=True, json=True)
    run(tasks.output, env="dev", json=True)
    run(tasks.output, env="dev")
    run(tasks.apply, env="dev", yes=True)
    printed = capsys.readouterr()
    assert "hunter2" not in printed.out + printed.err
    assert "127.0.0.1:1/users" not in printed.out + printed.err and "services = (sensitive)" in printed.out
    assert '"(sensitive)"' in printed.out and '"value": 1' in printed.out
    run(tasks.output, env="dev", name="word")
    run(tasks.output, env="dev", name="word", json=True)
    assert capsys.readouterr().out == 'hunter2\n"hunter2"\n'


def test_what_a_run_keeps_is_its_owners_only(environment: Any) -> None:
    made = environment()
    before = os.umask(0o022)
    try:
        run(tasks.plan, env="dev")
        run(tasks.apply, env="dev", yes=True)
        run(tasks.plan, env="dev")
    finally:
        os.umask(before)
    assert made.runs.stat().st_mode & 0o777 == 0o700
    found = {file.name: oct(file.stat().st_mode & 0o777) for file in made.runs.rglob("*") if file.is_file()}
    assert set(found.values()) == {"0o600"} and "plan.tfplan" in found, found


def test_output_of_what_was_never_applied_says_so(
    environment: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    environment()
    assert run(tasks.output, env="dev") == 1
    assert "'dev' has no outputs" in capsys.readouterr().err
