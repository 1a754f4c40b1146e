"""Each module call that `choose` shows plans when pasted: all of them, in one root beside the platform."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.plan import examples
from tooling import choose, packages
from tooling.aws import Target
from tooling.paths import ROOT
from tooling.terraform import Terraform, provider

PLATFORM = """
module "platform" {
  source = "../../modules/blueprints/platform"

  name    = "choose"
  network = { zones = ["a", "b"] }
}

resource "terraform_data" "later" {}
"""
CAPABILITIES = {
    "compute": "choose.compute",
    "serverless": "choose.serverless",
    "data": "choose.data",
    "messaging": "choose.messaging",
}
SERVICES = [
    pytest.param(
        topic, key, marks=pytest.mark.capability(CAPABILITIES[topic], "behaves"), id=f"{topic}-{key}"
    )
    for topic in choose.TOPICS
    for key in choose.load(topic).services
]


def pasted(topic: str, key: str, call: str) -> str:
    """The call under names of its own: several of them call something `orders`."""
    own = f"{topic}_{key}".replace("-", "_")
    call = re.sub(r'^module "(\w+)"', rf'module "{own}_\1"', call, flags=re.MULTILINE)
    call = re.sub(r"\bmodule\.(?!platform\b)(\w+)", rf"module.{own}_\1", call)
    # What is read of AWS is read after the plan.
    later = r"\1\n  depends_on = [terraform_data.later]"
    return re.sub(r'(  source = "../../modules/compute/eks-cluster")', later, call)


@pytest.fixture(scope="module")
def planned(whoami: Target, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    packages.build_all()
    top = tmp_path_factory.mktemp("choose")
    for name in ("modules", "examples"):
        (top / name).symlink_to(ROOT / name)
    folder: Path = top / "environments" / "choose"
    folder.mkdir(parents=True)
    for file in ("main.tf", ".terraform.lock.hcl"):
        (folder / file).write_bytes((examples.GALLERY / file).read_bytes())
    (folder / "platform.tf").write_text(PLATFORM)
    for topic in choose.TOPICS:
        for key, service in choose.load(topic).services.items():
            (folder / f"{topic}_{key}.tf").write_text(pasted(topic, key, service.call))
    terraform = Terraform(folder, whoami.variables(), runs=folder / "runs")
    terraform.init()
    with provider.shared(terraform):
        terraform.plan(folder / "plan")
        found: dict[str, Any] = terraform.show(folder / "plan")
    return found


@pytest.mark.parametrize(("topic", "key"), SERVICES)
def test_the_call_that_choose_shows_plans(planned: dict[str, Any], topic: str, key: str) -> None:
    start = f"module.{topic}_{key}_".replace("-", "_")
    made = [
        each
        for each in planned["resource_changes"]
        if each["address"].startswith(start) and each["mode"] == "managed"
    ]
    assert made and all(each["change"]["actions"] == ["create"] for each in made)
