"""Plans and guards as one meets them: an environment of one resource, in a checkout of its own."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.checkout import Checkout
from tooling.aws import Target

pytestmark = pytest.mark.capability("use.plan-apply", "behaves")
PLACE = ["--env", "t", "--endpoint", "local"]
MAIN = """
locals {
  environment = "t"
  protected   = %s
}
terraform {
  required_version = ">= 1.11"
  backend "s3" {
    bucket       = "trust-t-terraform-state"
    key          = "t.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
  }
}
"""
RESOURCE = 'resource "terraform_data" "a" {\n  input = 1\n}\n'


@pytest.fixture(scope="module")
def root(new_checkout) -> Path:
    """The folder of the environment, applied."""
    copy = new_checkout()
    shutil.rmtree(copy.path / "examples")  # nothing here is packaged
    folder = copy.path / "environments" / "t"
    folder.mkdir()
    write(folder, "false")
    (folder / "a.tf").write_text(RESOURCE)
    Checkout(copy.path).invokew("apply", *PLACE, "--yes")
    return folder


def write(root: Path, protected: str) -> None:
    (root / "main.tf").write_text(MAIN % protected)


def typed(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["./invokew", *arguments],
        cwd=root.parents[1],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def state(root: Path) -> list[str]:
    """The addresses in it."""
    done = typed(root, "local.status", "--json")
    s3 = Target("local", json.loads(done.stdout)["url"], "eu-west-1").client("s3")
    found = json.loads(s3.get_object(Bucket="trust-t-terraform-state", Key="t.tfstate")["Body"].read())
    return [f"{each['type']}.{each['name']}" for each in found["resources"]]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP])
def test_a_destroy_that_ends_at_its_question_is_not_carried_out_by_an_apply(root, end):
    ours, theirs = pty.openpty()
    destroy = subprocess.Popen(
        ["./invokew", "destroy", *PLACE], cwd=root.parents[1], stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said = b""
    while b"Type yes" not in said:
        said += os.read(ours, 4096)
    destroy.send_signal(end)
    assert destroy.wait(60) != 0
    os.close(ours)
    applied = typed(root, "apply", *PLACE, "--yes")
    assert applied.returncode == 0 and "t: nothing to change" in applied.stdout, applied.stderr
    if end == signal.SIGKILL:
        assert "Discarded the plan that `./invokew destroy --env t --endpoint local` made" in applied.stderr
    assert state(root) == ["terraform_data.a"]


def test_a_guard_that_cannot_be_read_is_on_and_the_reviewed_plan_passes_it(root, tmp_path):
    (root / "a.tf").write_text(RESOURCE.replace("1", "2"))
    try:
        for task in ("plan", "apply", "destroy"):
            write(root, 'local.environment != "t"')
            refused = typed(root, task, *PLACE)
            assert refused.returncode == 1
            assert "environments/t/main.tf:4 says `protected = local.environment" in refused.stderr
            assert "write `protected = true` or `protected = false` there" in refused.stderr
        (root / "main.tf").write_text((MAIN % "false").replace("protected", "guarded"))
        refused = typed(root, "apply", *PLACE, "--yes")
        assert refused.returncode == 1
        assert "counts as protected, because no file in environments/t says" in refused.stderr
        assert f"./invokew plan {' '.join(PLACE)}   and then   " in refused.stderr
        file = tmp_path / "t.plan"
        assert typed(root, "plan", *PLACE, "--out", str(file)).returncode == 2
        shutil.rmtree(root.parents[1] / ".cache" / "runs" / "t")  # as on another machine
        applied = typed(root, "apply", *PLACE, "--plan", str(file), "--confirm", "t")
        assert applied.returncode == 0, applied.stderr
    finally:
        write(root, "false")


def test_another_state_than_the_one_in_the_code_is_refused(root):
    terraform = ["terraform", f"-chdir={root}"]
    url = json.loads(typed(root, "local.status", "--json").stdout)["url"]
    variables = Target("local", url, "eu-west-1").variables()

    def by_hand(*arguments: str) -> None:
        subprocess.run([*terraform, *arguments], env=variables, check=True, capture_output=True)

    by_hand("init", "-reconfigure", "-backend-config=key=sandbox.tfstate")
    refused = typed(root, "apply", *PLACE, "--yes")
    assert refused.returncode == 1 and "(key sandbox.tfstate)" in refused.stderr
    by_hand("init", "-reconfigure")
    by_hand("workspace", "new", "scratch")
    refused = typed(root, "apply", *PLACE, "--yes")
    assert refused.returncode == 1 and "the workspace 'scratch' is selected" in refused.stderr
    by_hand("workspace", "select", "default")
    assert typed(root, "plan", *PLACE, TF_CLI_ARGS_init="-backend-config=key=x").returncode == 1
    assert typed(root, "plan", *PLACE, TF_CLI_ARGS="-input=false").returncode == 0


def test_advice_keeps_the_endpoint(root):
    refused = typed(root, "destroy", *PLACE)
    assert refused.returncode == 1
    assert "./invokew destroy --env t --yes --endpoint local" in refused.stderr
