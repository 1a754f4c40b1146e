"""A provider shared by the commands of one plan: where that is safe, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tooling.paths import ROOT
from tooling.terraform import Terraform, provider, runs

VARIABLES = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
HANDSHAKE = "echo '1|5|unix|/nowhere/plugin|grpc|'"
MAIN = 'provider "aws" { region = "eu-west-1" }\n'


def terraform(folder: Path, main: str = MAIN, says: str = HANDSHAKE) -> Terraform:
    """A root, with a program in the provider's place that writes its process id and waits."""
    root, data = folder / "root", folder / "data"
    program = data / "providers" / provider.AWS / "5.100.0" / "here" / "terraform-provider-aws_v5"
    for made in (root, program.parent):
        made.mkdir(parents=True)
    (root / "main.tf").write_text(main)
    program.write_text(f"#!/bin/sh\necho $$ > {folder}/pid\n{says}\nexec sleep 300\n")
    program.chmod(0o755)
    return Terraform(root, VARIABLES, folder / "runs", data=data)


def ended(folder: Path) -> bool:
    pid = int((folder / "pid").read_text())
    deadline = time.monotonic() + 10
    while runs.alive(pid):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            return False
        time.sleep(0.05)
    return True


def test_commands_inside_use_it_and_it_ends_with_them(tmp_path: Path) -> None:
    root = terraform(tmp_path)
    with provider.shared(root) as shares:
        assert shares
        assert "/nowhere/plugin" in root.environment[provider.VARIABLE]
    assert provider.VARIABLE not in root.environment
    assert ended(tmp_path)


def test_its_socket_goes_with_it(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    root = terraform(tmp_path, says=f'touch "$TMPDIR/plugin123"\n{HANDSHAKE}')
    root.environment["TMPDIR"] = str(scratch)
    with provider.shared(root) as shares:
        assert shares
        assert [each.name for each in scratch.glob("*/*")] == ["plugin123"]
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    "main",
    [
        MAIN + 'provider "aws" {\n  alias  = "us"\n  region = "us-east-1"\n}\n',
        "terraform {}\n",
        MAIN + "terraform { required_providers { aws = { configuration_aliases = [aws.us] } } }\n",
    ],
)
def test_more_than_one_configuration_is_never_mixed(tmp_path: Path, main: str) -> None:
    with provider.shared(terraform(tmp_path, main)) as shares:
        assert not shares
    assert not (tmp_path / "pid").exists()


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", provider.VARIABLE])
def test_it_stays_out_of_the_way_of_these_variables(tmp_path: Path, variable: str) -> None:
    root = terraform(tmp_path)
    root.environment[variable] = "theirs"
    with provider.shared(root) as shares:
        assert not shares
    assert root.environment[variable] == "theirs"


def test_a_provider_that_does_not_start_is_left_to_terraform(tmp_path: Path) -> None:
    root = terraform(tmp_path, says="echo This binary is a plugin")
    with provider.shared(root) as shares:
        assert not shares and provider.VARIABLE not in root.environment
    assert ended(tmp_path)


def test_it_ends_even_when_the_harness_is_killed(tmp_path: Path) -> None:
    terraform(tmp_path)
    code = f"""
import os, time
from pathlib import Path
from tooling.terraform import provider
from tooling.terraform import Terraform
folder = Path({str(tmp_path)!r})
os.environ.pop("AWS_CA_BUNDLE", None)
with provider.shared(Terraform(folder / "root", dict(os.environ), folder / "runs", data=folder / "data")):
    print("sharing", flush=True)
    time.sleep(300)
"""
    harness = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert harness.stdout and harness.stdout.readline() == "sharing\n"
    harness.kill()
    harness.wait()
    assert ended(tmp_path)
