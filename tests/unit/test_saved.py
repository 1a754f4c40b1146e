"""A reviewed plan: kept, and refused once something has moved. With real Terraform."""

from __future__ import annotations

import json
import os
import subprocess
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tooling import inputs, saved
from tooling.environments import Backend, Environment
from tooling.errors import PlatformError
from tooling.plan import Said
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

    def made(self, purpose: Any = "apply") -> saved.Saved:
        """A plan in a scratch folder."""
        place = saved.scratch(self.environment)
        before = self.now("")
        self.terraform("plan", "-no-color", "-out", str(place.file))
        content = json.loads(self.terraform("show", "-json", str(place.file)))
        record = saved.Record(
            "dev",
            purpose,
            f"./invokew {purpose} --env dev",
            (),
            (),
            time.time(),
            replace(before, state=saved.state_of_plan(place.file)),
            Said(("a warning",), (("a", "update"),)),
            saved.digest(place.file),
            saved.digest_of(content),
        )
        return saved.save(place, content, record)

    def plan(self) -> saved.Saved:
        """A plan that was reviewed."""
        return saved.keep(self.environment, self.made())

    def now(self, state: str | None = None, **more: Any) -> saved.Fingerprint:
        if state is None:
            pulled = json.loads(self.terraform("state", "pull") or '{"lineage": "", "serial": 0}')
            state = saved.state_name(pulled["lineage"], pulled["serial"])
        settings = {"target": "http://127.0.0.1:4566", "terraform": "1.11.4"} | more
        code = inputs.hashes(self.root, self.root / ".terraform", saved.values(self.variables))
        return saved.fingerprint(code, self.variables, state=state, **settings)

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
    (folder,) = case.environment.runs.iterdir()
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert {place.stat().st_mode & 0o777 for place in (folder, folder.parent)} == {0o700}


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
    assert found.record.fingerprint.moved(case.now()) == [
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
    assert "secret" not in (case.environment.runs / "reviewed" / "record.json").read_text()


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


@pytest.mark.parametrize("file", ["plan.tfplan", "plan.json"])
def test_a_damaged_plan_is_refused_not_guessed(case: Case, file: str) -> None:
    kept = case.plan().folder / file
    before = kept.read_bytes()
    another = before.replace(b"terraform_data", b"terraform_dato") if file == "plan.json" else before + b"-"
    for content in (b"{", b"{}", another):
        kept.write_bytes(content)
        with pytest.raises(PlatformError, match="the plan saved for 'dev' is damaged"):
            saved.load(case.environment)
    kept.write_bytes(before)
    assert saved.load(case.environment)


# What only `plan` keeps, and what no command uses.


def test_a_plan_to_destroy_is_never_kept(case: Case) -> None:
    with pytest.raises(ValueError, match="not kept"):
        saved.keep(case.environment, case.made("destroy"))
    assert saved.load(case.environment) is None


def test_a_plan_that_was_not_shown_is_found_by_nobody_and_swept_when_its_command_is_dead(case: Case) -> None:
    left = case.made("destroy")
    assert saved.load(case.environment) is None
    assert saved.sweep(case.environment) == [], "its command is alive"
    assert left.lock is not None
    left.lock.close()  # as the kernel does when the command is killed
    (phrase,) = saved.sweep(case.environment)
    assert phrase.startswith("the plan that `./invokew destroy --env dev` made at ")
    assert list(case.environment.runs.iterdir()) == []


def test_an_unfinished_plan_is_swept_without_a_word(case: Case) -> None:
    saved.scratch(case.environment).lock.close()
    assert saved.sweep(case.environment) == []
    assert list(case.environment.runs.iterdir()) == []


def test_what_is_applied_is_no_longer_kept(case: Case) -> None:
    kept = case.plan()
    taken = saved.take(case.environment, kept)
    assert saved.load(case.environment) is None
    assert taken.file.exists() and taken.record == kept.record
    saved.drop(taken)
    assert list(case.environment.runs.iterdir()) == []


def test_a_plan_that_another_command_replaced_or_took_is_not_applied(case: Case) -> None:
    reviewed = case.plan()
    case.plan()
    with pytest.raises(PlatformError, match="taken or replaced by another command"):
        saved.take(case.environment, reviewed)
    with pytest.raises(PlatformError, match="taken or replaced by another command"):
        saved.take(case.environment, reviewed)
    assert list(case.environment.runs.iterdir()) == []


# From one machine to another.


def test_a_plan_is_carried_whole_in_one_file_that_only_its_owner_reads(case: Case, tmp_path: Path) -> None:
    made, file = case.made(), tmp_path / "dev.plan"
    saved.export(made, file)
    assert file.stat().st_mode & 0o777 == 0o600
    found = saved.unpack(case.environment, file)
    assert found.record == made.record and found.review == made.review
    assert found.file.read_bytes() == made.file.read_bytes()
    saved.check(case.environment, found, case.now())


@pytest.mark.parametrize("change", ["no zip", "another plan", "no record"])
def test_a_file_that_is_not_the_reviewed_plan_is_refused(case: Case, tmp_path: Path, change: str) -> None:
    file = tmp_path / "dev.plan"
    saved.export(case.made(), file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if change == "another plan":
        parts["plan.tfplan"] += b" "
    elif change == "no record":
        del parts["record.json"]
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    if change == "no zip":
        file.write_text("x")
    with pytest.raises(PlatformError, match=r"dev\.plan is no reviewed plan") as refused:
        saved.unpack(case.environment, file)
    assert refused.value.next_step == f"make one: ./invokew plan --env dev --out {file}"


def test_a_plan_of_another_environment_or_to_destroy_is_refused(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "dev.plan"
    saved.export(case.made("destroy"), file)
    with pytest.raises(PlatformError, match="is a plan to destroy 'dev', not one to apply 'dev'"):
        saved.unpack(case.environment, file)
    saved.export(case.made(), file)
    prod = replace(case.environment, name="prod")
    with pytest.raises(PlatformError, match="is a plan to apply 'dev', not one to apply 'prod'"):
        saved.unpack(prod, file)
