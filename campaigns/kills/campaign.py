"""The cycles: a change, a command, a kill, a plain apply, and a look at what there is."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.checkout import Checkout, copied
from tooling.aws import Target

NAME = "killed"
PLACE = ["--env", NAME, "--endpoint", "local"]
COMMANDS = {
    "apply": ["apply", *PLACE, "--yes", "--allow-data-loss"],
    "plan": ["plan", *PLACE],
    "destroy": ["destroy", *PLACE, "--yes", "--allow-data-loss"],
}
SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")
KILLS = ("both", "harness", "terraform", *SIGNALS)
PARAMETERS = 5
DATA = 6

HEAD = """
locals {
  environment = "killed"
  protected   = false
  cycle       = %d
}
terraform {
  required_version = ">= 1.11"
  backend "s3" {
    bucket       = "killed-terraform-state"
    key          = "killed.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
  }
}
resource "terraform_data" "step" {
  count            = 6
  input            = local.cycle
  triggers_replace = count.index %% 2 == 0 ? [local.cycle] : []
  provisioner "local-exec" { command = "sleep 0.2" }
}
"""
AWS = """
provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { Environment = "killed" }
  }
}
resource "aws_dynamodb_table" "kept" {
  name         = "killed"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_ssm_parameter" "some" {
  for_each = toset([for number in range(5) : tostring(local.cycle + number)])
  name     = "/killed/${each.key}"
  type     = "String"
  value    = tostring(local.cycle)
}
resource "aws_iam_role" "replaced" {
  name = "killed-${local.cycle}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }]
  })
}
"""


def run(folder: Path, cycles: int, seed: int) -> Iterator[dict[str, Any]]:
    """One outcome for each cycle; `wrong` is empty when all was made good."""
    folder.mkdir(parents=True)
    checkout = copied(folder)
    root = folder / "environments" / NAME
    root.mkdir()
    shutil.rmtree(folder / "examples")  # no packages to look at
    chance = random.Random(seed)
    took = dict.fromkeys(COMMANDS, 10.0)  # seconds
    checkout.invokew("local.start")
    try:
        url = json.loads(checkout.invokew("local.status", "--json").stdout)["url"]
        look = Look(Target("local", url, "eu-west-1"))
        for cycle in range(cycles):
            aws = cycle // 2 % 5 == 0  # by twos, so that such a root is changed, too
            (root / "main.tf").write_text(HEAD % cycle + (AWS if aws else ""))
            if cycle == 0:
                took["apply"] = _apply(checkout)[1]
                look.put()
                continue
            command = chance.choices(list(COMMANDS), [6, 2, 2])[0]
            kill, share = chance.choice(KILLS), chance.random()
            had = look.item()
            ended, went_on = _killed(checkout, command, kill, share * took[command])
            if ended is not None:
                took[command] = ended
            if command == "destroy":
                # What is left, the apply must not destroy; Terraform alone may go on for a while.
                time.sleep(0.5)
                had = kill != "harness" and look.item()
            error, took["apply"] = _apply(checkout)
            wrong = [*went_on, *([error] if error else look.wrong(cycle, aws, had))]
            if (
                not wrong
                and cycle % 4 == 3
                and checkout.invokew(*COMMANDS["plan"], check=False).returncode != 0
            ):
                wrong = ["a plan after it finds changes"]
            if wrong:  # by hand, so that the next cycle begins well
                checkout.invokew(*COMMANDS["plan"], check=False)
                _apply(checkout)
            look.put()
            yield {
                "cycle": cycle,
                "command": command,
                "killed": kill if ended is None else "nothing: it was over",
                "after": round(share * took[command], 1),
                "aws": aws,
                "wrong": wrong,
            }
    finally:
        checkout.invokew("local.stop", check=False)


def _killed(checkout: Checkout, command: str, kill: str, after: float) -> tuple[float | None, list[str]]:
    """Kill a command; how long it took if it was over before, and what was wrong with its end."""
    began = time.monotonic()
    harness = subprocess.Popen(
        ["./invokew", *COMMANDS[command]],
        cwd=checkout.path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        harness.wait(after)
        return time.monotonic() - began, []
    if kill in ("both", "terraform"):
        with contextlib.suppress(OSError, ValueError):
            marker = checkout.path / ".cache" / "runs" / NAME / "run.json"
            pid = json.loads(marker.read_text())["pid"]
            if pid:
                os.killpg(pid, signal.SIGKILL)
    if kill in ("both", "harness"):
        harness.kill()
    if kill in SIGNALS:
        harness.send_signal(signal.Signals[kill])
    sent = time.monotonic()
    code = harness.wait()
    return None, unheard(command, kill, code, time.monotonic() - sent) if kill in SIGNALS else []


def unheard(command: str, kill: str, code: int, took: float) -> list[str]:
    """Whether a command ended as if it had got no signal, except in its last moment.

    Args:
        code: what it ended with.
        took: seconds from the signal to its end.
    """
    well = (0, 2) if command == "plan" else (0,)
    if code == 1 or (code in well and took < 1):
        return []
    return [f"after {kill} {command} ended with {code}, {took:.1f} s later"]


def _apply(checkout: Checkout) -> tuple[str, float]:
    """A plain apply, once no other command runs: what went wrong, and how long it took."""
    deadline = time.monotonic() + 300
    while True:
        began = time.monotonic()
        done = checkout.invokew(*COMMANDS["apply"], check=False)
        if done.returncode == 0:
            return "", time.monotonic() - began
        if "is still running" not in done.stderr or time.monotonic() > deadline:
            return done.stderr[-600:], time.monotonic() - began
        time.sleep(1)


class Look:
    """What there is, seen past the harness."""

    def __init__(self, target: Target) -> None:
        self.s3, self.ssm, self.iam, self.table = (
            target.client(service) for service in ("s3", "ssm", "iam", "dynamodb")
        )

    def put(self) -> None:
        """Data that must not be lost."""
        with contextlib.suppress(self.table.exceptions.ResourceNotFoundException):
            self.table.put_item(TableName="killed", Item={"id": {"S": "kept"}})

    def item(self) -> bool:
        """Whether the data are there."""
        try:
            return "Item" in self.table.get_item(TableName="killed", Key={"id": {"S": "kept"}})
        except self.table.exceptions.ResourceNotFoundException:
            return False

    def wrong(self, cycle: int, aws: bool, had: bool) -> list[str]:
        """What is not as it should be after the apply of a cycle."""
        numbers = [str(cycle + number) for number in range(PARAMETERS)] if aws else []
        expected = {
            "parameters": sorted(f"/killed/{number}" for number in numbers),
            "roles": [f"killed-{cycle}"] if aws else [],
            "state": sorted(
                [f"terraform_data.step[{number}]" for number in range(DATA)]
                + [f'aws_ssm_parameter.some["{number}"]' for number in numbers]
                + (["aws_dynamodb_table.kept", "aws_iam_role.replaced"] if aws else [])
            ),
            "locks": [],
        }
        found = {
            "parameters": sorted(
                each["Name"] for each in self.ssm.get_parameters_by_path(Path="/killed")["Parameters"]
            ),
            "roles": [
                role["RoleName"]
                for role in self.iam.list_roles()["Roles"]
                if role["RoleName"].startswith("killed-")
            ],
            "state": self._state(),
            "locks": [
                each["Key"]
                for each in self.s3.list_objects_v2(Bucket="killed-terraform-state").get("Contents", [])
                if each["Key"].endswith(".tflock")
            ],
        }
        wrong = [
            f"{what}: {found[what]}, not {expected[what]}"
            for what in expected
            if found[what] != expected[what]
        ]
        if aws and had and not self.item():
            wrong.append("the table lost its item")
        return wrong

    def _state(self) -> list[str]:
        body = self.s3.get_object(Bucket="killed-terraform-state", Key="killed.tfstate")["Body"].read()
        found = []
        for resource in json.loads(body)["resources"]:
            for instance in resource["instances"]:
                key = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
                marks = "".join(f" ({mark})" for mark in ("status", "deposed") if mark in instance)
                found.append(f"{resource['type']}.{resource['name']}{key}{marks}")
        return sorted(found)
