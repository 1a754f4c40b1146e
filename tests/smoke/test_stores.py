"""What holds data changes in place: tags, size, number, retention and settings replace none of it."""

import shutil
from pathlib import Path

import pytest

from tooling.paths import CACHE
from tooling.terraform import Terraform

pytestmark = [
    pytest.mark.capability(row, "apply")
    for row in ("data.dax", "data.dynamodb", "data.elasticache", "messaging.mq")
]

ROOT = Path(__file__).parent / "stores"
STORES = {
    "module.accelerator.aws_dax_cluster.this",
    "module.broker.aws_mq_broker.this",
    "module.cache.aws_elasticache_replication_group.this",
    "module.memcached.aws_elasticache_cluster.this",
    "module.serverless_cache.aws_elasticache_serverless_cache.this",
    "module.table.aws_dynamodb_table.this",
}


@pytest.fixture
def terraform(local):
    """The root as it is before, or after the change."""
    folder = CACHE / "stores"
    shutil.rmtree(folder, ignore_errors=True)
    for leftover in ROOT.glob("terraform.tfstate*"):
        leftover.unlink()

    def make(after):
        variables = local.target.variables() | {"TF_VAR_next": str(after).lower()}
        made = Terraform(ROOT, variables, runs=folder, data=folder / "terraform")
        made.init()
        return made

    yield make
    last = make(after=True)
    last.plan(folder / "destroy", destroy=True)
    last.apply(folder / "destroy")


def test_stores_change_in_place_and_nothing_is_left_to_change(terraform):
    folder = CACHE / "stores"
    before, after = terraform(after=False), terraform(after=True)
    before.plan(folder / "first")
    before.apply(folder / "first")
    after.plan(folder / "next")
    actions = {
        change["address"]: change["change"]["actions"]
        for change in after.show(folder / "next")["resource_changes"]
        if change["change"]["actions"] not in (["no-op"], ["read"])
    }
    after.apply(folder / "next")

    assert {address: actions[address] for address in STORES} == {address: ["update"] for address in STORES}
    assert [address for address, each in actions.items() if "delete" in each] == []
    assert not after.plan(folder / "again")
