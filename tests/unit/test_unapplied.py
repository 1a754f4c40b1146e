"""An environment that was never applied: a plan of it makes nothing, and is what the first apply does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.unit.typed import run
from tooling import environments, saved, state, unapplied
from tooling.aws import Target
from tooling.environments import Environment
from tooling.terraform import Terraform

MAIN = """
locals {
  environment = "%(name)s"
  protected   = %(protected)s
}
terraform {
  backend "s3" {
    bucket       = "first-%(name)s-state"
    key          = "%(name)s.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
  }
}
variable "size" { default = 1 }
resource "terraform_data" "a" { input = var.size }
resource "terraform_data" "b" { input = fileexists("/%(name)s") ? 1 : %(read)s }
output "size" { value = var.size }
"""
REPOSITORY = Path(__file__).parents[2]
New = Callable[..., Environment]
Read = pytest.CaptureFixture[str]


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> New:
    """Makes an environment whose state is in S3 and that was never applied."""
    monkeypatch.setattr("tooling.paths.CACHE", tmp_path / "cache")
    monkeypatch.setattr("tooling.paths.ROOT", tmp_path)
    monkeypatch.setattr("tooling.paths.ENVIRONMENTS", tmp_path / "environments")
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: SIM115, PTH123
    for built in ("packages", "packages.images"):
        monkeypatch.setattr(f"tooling.{built}.build_all", list)

    def make(name: str, protected: bool = False, read: str = "1") -> Environment:
        root = tmp_path / "environments" / name
        root.mkdir(parents=True)
        text = MAIN % {"name": name, "protected": str(protected).lower(), "read": read}
        (root / "main.tf").write_text(text)
        return environments.get(name)

    return make


def buckets(place: Target) -> list[str]:
    found = place.client("s3").list_buckets()["Buckets"]
    return [each["Name"] for each in found if each["Name"].startswith("first-")]


@pytest.mark.capability("use.state", "behaves")
def test_a_plan_of_what_was_never_applied_makes_nothing_and_is_applied_as_reviewed(
    new: New, local_aws: Target, capsys: Read
) -> None:
    made, where = new("one", protected=True), {"env": "one", "endpoint": local_aws.url}
    assert run(tasks.plan, **where) == 2
    printed = capsys.readouterr()
    assert "'one' was never applied (there is no state bucket first-one-state)" in printed.err
    assert "one: 2 to add, 0 to change, 0 to destroy" in printed.out
    assert run(tasks.destroy, **where, yes=True) == 1
    assert "'one' is not applied: there is no state bucket" in capsys.readouterr().err
    assert buckets(local_aws) == []
    left = {file.name for file in made.path.rglob("*") if file.is_file()}
    assert left <= {"main.tf", ".terraform.lock.hcl"}, "no backend that is not there any more"
    assert run(tasks.apply, **where, confirm="one") == 0
    assert buckets(local_aws) == ["first-one-state"]
    assert saved.load(made) is None
    assert run(tasks.plan, **where) == 0


def test_a_first_apply_that_would_do_something_else_than_was_reviewed_is_refused(
    new: New, local_aws: Target, capsys: Read, tmp_path: Path
) -> None:
    # A time: a value that differs in each plan, as the image id of a data source can.
    new("two", protected=True, read="plantimestamp()")
    where, file = {"env": "two", "endpoint": local_aws.url}, tmp_path / "two.plan"
    assert run(tasks.plan, **where, target=["terraform_data.b"], out=str(file)) == 2
    time.sleep(1)  # the time is in whole seconds
    assert run(tasks.apply, **where, confirm="two", plan=str(file)) == 1
    printed = capsys.readouterr().err
    assert "what would be done now is not what was reviewed for 'two': terraform_data.b;" in printed
    assert "next: review a new one: ./invokew plan --env two --endpoint" in printed
    assert run(tasks.plan, **where, target=["terraform_data.a"], out=str(file)) == 2
    assert run(tasks.apply, **where, confirm="two", plan=str(file)) == 0, "the bucket is there: as any plan"


@pytest.mark.capability("use.state", "behaves")
@pytest.mark.parametrize("kept", [False, True])
def test_a_first_apply_that_is_declined_makes_nothing_and_one_that_is_agreed_to_asks_once(
    new: New, local_aws: Target, capsys: Read, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    name = "kept" if kept else "asked"
    made, where, answers = new(name), {"env": name, "endpoint": local_aws.url}, ["no", "yes"]
    monkeypatch.setattr(tasks, "_asker", lambda: lambda _: answers.pop(0))
    if kept:
        assert run(tasks.plan, **where) == 2
    assert run(tasks.apply, **where) == 1
    assert f"apply of '{name}' was not confirmed; nothing was changed" in capsys.readouterr().err
    assert f"first-{name}-state" not in buckets(local_aws)
    assert run(tasks.apply, **where) == 0
    assert answers == [] and saved.load(made) is None
    assert run(tasks.plan, **where) == 0


def test_the_first_apply_is_limited_as_its_review_was(new: New, local_aws: Target) -> None:
    made, where = new("three"), {"env": "three", "endpoint": local_aws.url}
    (made.path / "large.tfvars").write_text("size = 9\n")
    limits: dict[str, Any] = {"target": ["terraform_data.a"]}
    assert run(tasks.plan, **where, **limits, var_file=[str(made.path / "large.tfvars")]) == 2
    assert run(tasks.apply, **where, yes=True) == 0
    body = local_aws.client("s3").get_object(Bucket="first-three-state", Key="three.tfstate")["Body"].read()
    assert b'"name": "a"' in body and b'"name": "b"' not in body
    assert b'"value": 9' in body


def test_a_plan_that_was_killed_leaves_nothing_that_stops_the_first_apply(
    new: New, local_aws: Target
) -> None:
    made, where = new("four"), {"env": "four", "endpoint": local_aws.url}
    planning = unapplied.initialized(Terraform.of(made, local_aws))
    planning.__enter__()  # and no more: it is killed
    assert "127.0.0.1" in (made.path / ".terraform" / "terraform.tfstate").read_text()
    assert run(tasks.apply, **where, yes=True) == 0
    assert "127.0.0.1" not in (made.path / ".terraform" / "terraform.tfstate").read_text()
    assert run(tasks.plan, **where) == 0


APPLY = """
import sys
from pathlib import Path
from tooling import packages, paths
from tooling.packages import images
paths.ROOT = Path(sys.argv[1])
paths.CACHE, paths.ENVIRONMENTS = paths.ROOT / "cache", paths.ROOT / "environments"
packages.build_all = images.build_all = list
import tasks
from tests.unit.typed import run
sys.exit(run(tasks.apply, env="race", endpoint=sys.argv[2], yes=True, lock_timeout="60s"))
"""


@pytest.mark.slow
def test_five_first_applies_at_once_make_one_bucket_and_one_of_everything(
    new: New, local_aws: Target, tmp_path: Path
) -> None:
    new("race")
    clones = [tmp_path / f"clone-{number}" for number in range(5)]
    for clone in clones:
        shutil.copytree(tmp_path / "environments", clone / "environments")
    command = [sys.executable, "-c", APPLY]
    applies = [
        subprocess.Popen([*command, clone, local_aws.url], cwd=REPOSITORY, stderr=subprocess.PIPE, text=True)
        for clone in clones
    ]
    said = [apply.communicate()[1] for apply in applies]
    refused = [text for apply, text in zip(applies, said, strict=True) if apply.returncode]
    assert len(refused) < 5, refused[0]
    # The others had planned for an empty state, too.
    assert all("changed by another operation after the plan" in text for text in refused), refused
    assert sum("Making the state bucket" in text for text in said) >= 1
    s3 = local_aws.client("s3")
    assert all(setting.present(s3, "first-race-state") for setting in state._SETTINGS)
    written = json.loads(s3.get_object(Bucket="first-race-state", Key="race.tfstate")["Body"].read())
    assert [(each["name"], len(each["instances"])) for each in written["resources"]] == [("a", 1), ("b", 1)]
    versions = s3.list_object_versions(Bucket="first-race-state", Prefix="race.tfstate")["Versions"]
    assert sum(each["Key"] == "race.tfstate" for each in versions) == 1, "written by one apply only"
