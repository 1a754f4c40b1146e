"""Another team takes the local AWS alone, by git source, into an environment and a repository of its own."""

import json
import os
import subprocess

import pytest

from tests.checkout import copied
from tooling import uv
from tooling.paths import ROOT
from tooling.terraform import Terraform

pytestmark = pytest.mark.slow
REPOSITORY = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The interpreter of an environment that has the package and nothing of the harness."""
    platform = copied(tmp_path_factory.mktemp("platform"))
    folder = tmp_path_factory.mktemp("team") / "venv"
    source = f"local-aws @ git+file://{platform.path}@v9.9.9#subdirectory=local_aws"
    lock = str(ROOT / "local_aws" / "requirements.txt")
    own = folder / "bin" / "python"
    for arguments in (
        ("venv", "--quiet", "--no-project", str(folder)),
        ("pip", "install", "--quiet", "--python", str(own), "--constraint", lock, source),
    ):
        done = uv.run(*arguments)
        assert done.returncode == 0, done.stderr
    return own


def call(python, directory, command, *arguments, code=0):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [python, "-m", "local_aws", command, "--directory", directory, *arguments],
        cwd=directory.parent,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.mark.capability("use.consume", "behaves")
def test_a_terraform_repository_is_applied_planned_empty_and_destroyed(python, tmp_path):
    directory, root = tmp_path / "aws", tmp_path / "repository"
    root.mkdir()
    (root / "main.tf").write_text(REPOSITORY)
    server = json.loads(call(python, directory, "start", "--port", "0", "--json"))
    try:
        variables = {
            "AWS_ENDPOINT_URL": server["url"],
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "eu-west-1",
            "PATH": os.environ["PATH"],
        }
        terraform = Terraform(root, variables, runs=tmp_path / "runs")
        terraform.init()
        terraform.plan(tmp_path / "plan")
        terraform.apply(tmp_path / "plan")
        assert terraform.plan(tmp_path / "again") is False
        found = call(python, directory, "inventory").splitlines()
        assert "sqs/queue/orders" in found and any(line.startswith("ec2/vpcs/") for line in found)
        terraform.plan(tmp_path / "destroy", destroy=True)
        terraform.apply(tmp_path / "destroy")
        assert call(python, directory, "inventory").strip() == ""
        assert call(python, directory, "denials").strip() == "Nothing was denied."
    finally:
        call(python, directory, "stop")
    assert "error: The local AWS is not running." in failed(python, directory, "status")


def failed(python, directory, command):
    done = subprocess.run(
        [python, "-m", "local_aws", command, "--directory", directory],
        cwd=directory.parent,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    return done.stderr


def test_nothing_of_the_harness_is_in_the_package_nor_the_other_way_round():
    for package, other in (("local_aws", "tooling"), ("tooling", "local_aws")):
        for file in (ROOT / package).rglob("*.py"):
            assert f"import {other}" not in file.read_text(), file
            assert f"from {other}" not in file.read_text(), file


def test_the_lock_has_what_the_package_needs():
    import tomllib

    project = tomllib.loads((ROOT / "local_aws" / "pyproject.toml").read_text())["project"]
    wanted = (ROOT / "local_aws" / "requirements.in").read_text().splitlines()
    assert project["dependencies"] == [line for line in wanted if line and not line.startswith("#")]
