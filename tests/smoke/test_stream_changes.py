"""A stream changes in place, whatever of it changes."""

import shutil
from pathlib import Path

import pytest

from tooling.paths import CACHE
from tooling.terraform import Terraform

pytestmark = pytest.mark.capability("messaging.kinesis", "plan")

ROOT = Path(__file__).parent / "streams"


@pytest.fixture
def terraform(local):
    """The root as it is before, or after the change."""
    folder = CACHE / "streams"
    shutil.rmtree(folder, ignore_errors=True)
    for leftover in ROOT.glob("terraform.tfstate*"):
        leftover.unlink()

    def make(after):
        variables = local.target.variables() | {"TF_VAR_next": str(after).lower()}
        made = Terraform(ROOT, variables, runs=folder, data=folder / "terraform")
        made.init()
        return made

    yield make
    last = make(after=False)
    last.plan(folder / "destroy", destroy=True)
    last.apply(folder / "destroy")


def test_other_shards_mode_key_retention_consumers_and_tags_replace_no_stream(terraform):
    folder = CACHE / "streams"
    before, after = terraform(after=False), terraform(after=True)
    before.plan(folder / "first")
    before.apply(folder / "first")
    after.plan(folder / "next")
    actions = {
        change["address"]: change["change"]["actions"]
        for change in after.show(folder / "next")["resource_changes"]
        if change["change"]["actions"] not in (["no-op"], ["read"])
    }

    assert actions == {
        "module.on_demand.aws_kinesis_stream.this": ["update"],
        "module.provisioned.aws_kinesis_stream.this": ["update"],
        'module.provisioned.aws_kinesis_stream_consumer.this["search"]': ["create"],
    }
