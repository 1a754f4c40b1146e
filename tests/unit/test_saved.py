"""A reviewed plan: kept, and refused once something has moved. With real Terraform."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tooling import saved
from tooling.environments import Backend, Environment
from tooling.errors import PlatformError
from tooling.terraform import binary

ROOT = """
variable "greeting" { default = "hello" }
module "part" { source = "../../modules/part" }
resource "terraform_data" "a" { input = "${var.greeting} ${file("${path.module}/note.txt")}" }
"""
MODULE = 'resource "terraform_data" "b" { input = templatefile("${path.module}/b.tftpl", {}) }\n'


@dataclass(frozen=True)
class Case:
    environment: Environment
    variables: Mapping[str, str]

    @property
    def root(self) -> Path:
        return self.environment.path

    def terraform(self, *arguments: str) -> str:
        command = [binary.find(), *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=self.variables, capture_output=True, text=True, check=True
        )
        return done.stdout

    def plan(self) -> saved.Saved:
        file = saved.plan_file(self.environment)
        self.terraform("plan", "-no-color", "-out", str(file))
        content = json.loads(self.terraform("show", "-json", str(file)))
        return saved.save(self.environment, content, self.now(saved.state_of_plan(file)))

    def now(self, state: str | None = None, **more: Any) -> saved.Fingerprint:
        if state is None:
            pulled = json.loads(self.terraform("state", "pull") or '{"lineage": "", "serial": 0}')
            state = saved.state_name(pulled["lineage"], pulled["serial"])
        settings = {"target": "http://127.0.0.1:4566", "terraform": "1.11.4"} | more
        return saved.fingerprint(self.root, self.variables, state=state, **settings)

    def check(self, now: saved.Fingerprint | None = None) -> None:
        found = saved.load(self.environment)
        assert found is not None
        saved.check(self.environment, found, now or self.now())


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr("tooling.paths.CACHE", tmp_path / "cache")
    monkeypatch.setattr("tooling.paths.ROOT", tmp_path)
    root, module = tmp_path / "environments" / "dev", tmp_path / "modules" / "part"
    root.mkdir(parents=True)
    module.mkdir(parents=True)
    (root / "main.tf").write_text(ROOT)
    (root / "note.txt").write_text("note")
    (module / "main.tf").write_text(MODULE)
    (module / "b.tftpl").write_text("b")
    variables = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "CHECKPOINT_DISABLE": "1"}
    found = Case(Environment("dev", root, Backend("b", "k", "eu-west-1"), False), variables)
    found.terraform("init", "-no-color")
    return found


def test_an_unchanged_plan_may_be_applied(case: Case) -> None:
    plan = case.plan()
    assert plan.review.counts.add == 2
    case.check()


def test_nobody_else_can_read_a_saved_plan(case: Case) -> None:
    case.plan()
    assert {file.stat().st_mode & 0o777 for file in case.environment.runs.iterdir()} == {0o600}
    assert case.environment.runs.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "file",
    ["environments/dev/main.tf", "environments/dev/note.txt", "modules/part/main.tf", "modules/part/b.tftpl"],
)
def test_code_that_moved_is_refused_by_the_files_name(case: Case, tmp_path: Path, file: str) -> None:
    case.plan()
    with (tmp_path / file).open("a") as out:
        out.write("\n")
    with pytest.raises(PlatformError) as refused:
        case.check()
    assert f"{file} changed" in refused.value.message
    assert "nothing was changed" in refused.value.message
    assert refused.value.next_step.endswith("./invokew plan --env dev")


def test_a_new_and_a_removed_file_are_told_apart(case: Case) -> None:
    case.plan()
    (case.root / "more.auto.tfvars").write_text('greeting = "x"\n')
    (case.root / "note.txt").unlink()
    found = saved.load(case.environment)
    assert found is not None
    assert found.fingerprint.moved(case.now()) == [
        "environments/dev/more.auto.tfvars is new",
        "environments/dev/note.txt is gone",
    ]


def test_a_variable_that_moved_is_refused_by_its_name_without_its_value(case: Case) -> None:
    before = replace(case, variables={**case.variables, "TF_VAR_greeting": "secret-1"})
    before.plan()
    after = replace(case, variables={**case.variables, "TF_VAR_greeting": "secret-2"})
    with pytest.raises(PlatformError) as refused:
        after.check()
    assert "TF_VAR_greeting changed" in refused.value.message
    assert "secret" not in refused.value.message
    assert "secret" not in (case.environment.runs / "plan.fingerprint.json").read_text()


def test_state_that_moved_is_refused(case: Case) -> None:
    case.plan()
    case.terraform("apply", "-no-color", "-auto-approve")
    with pytest.raises(PlatformError, match="the state moved on: no state → "):
        case.check()


def test_a_plan_on_an_existing_state_may_be_applied(case: Case) -> None:
    case.terraform("apply", "-no-color", "-auto-approve")
    assert case.plan().review.empty
    case.check()


def test_a_plan_for_another_account_is_refused(case: Case) -> None:
    case.plan()
    with pytest.raises(PlatformError, match=r"it was made for .*4566, this is AWS account 1"):
        case.check(case.now(target="AWS account 1"))


def test_a_plan_of_another_terraform_is_refused(case: Case) -> None:
    case.plan()
    with pytest.raises(PlatformError, match=r"made by Terraform 1\.11\.4, this is 1\.12\.0"):
        case.check(case.now(terraform="1.12.0"))


def test_a_used_up_plan_is_gone(case: Case) -> None:
    case.plan()
    saved.discard(case.environment)
    assert saved.load(case.environment) is None
    assert list(case.environment.runs.iterdir()) == []


@pytest.mark.parametrize("file", ["plan.tfplan", "plan.json", "plan.fingerprint.json"])
def test_a_damaged_plan_is_refused_not_guessed(case: Case, file: str) -> None:
    case.plan()
    (case.environment.runs / file).write_text("{")
    with pytest.raises(PlatformError, match="the plan saved for 'dev' is damaged"):
        saved.load(case.environment)


def test_files_that_interpolated_names_could_mean_are_all_watched(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    for name in ("a.json", "b.json", "c.txt"):
        (tmp_path / "policies" / name).write_text("x")
    (tmp_path / "main.tf").write_text('locals { x = file("${path.module}/policies/${var.kind}.json") }')
    assert {file.name for file in saved.files(tmp_path)} == {"main.tf", "a.json", "b.json"}
