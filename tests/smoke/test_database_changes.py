"""A database changes in place, is not deleted by mistake, and leaves a snapshot when it is deleted."""

import shutil
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tooling.paths import CACHE
from tooling.terraform import Terraform

pytestmark = [pytest.mark.capability(row, "apply") for row in ("data.rds", "data.aurora")]

ROOT = Path(__file__).parent / "databases"
FOLDER = CACHE / "databases"
HOLD_DATA = ("aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance")


def terraform(local, after):
    variables = local.target.variables() | {"TF_VAR_next": str(after).lower()}
    made = Terraform(ROOT, variables, runs=FOLDER, data=FOLDER / "terraform")
    made.init()
    return made


@pytest.fixture(scope="module")
def databases(local):
    """The databases, until they are destroyed as an operator does it: protection off first."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for leftover in ROOT.glob("terraform.tfstate*"):
        leftover.unlink()
    made = terraform(local, after=False)
    made.plan(FOLDER / "first")
    made.apply(FOLDER / "first")
    yield made
    rds = local.client("rds")
    rds.modify_db_instance(DBInstanceIdentifier="databases-rds", DeletionProtection=False)
    rds.modify_db_cluster(DBClusterIdentifier="databases-aurora", DeletionProtection=False)
    names = made.outputs()["snapshots"].value
    made.plan(FOLDER / "destroy", destroy=True)
    made.apply(FOLDER / "destroy")
    # Both would fail without a snapshot of that name.
    rds.delete_db_snapshot(DBSnapshotIdentifier=names["rds"])
    rds.delete_db_cluster_snapshot(DBClusterSnapshotIdentifier=names["aurora"])


def test_size_storage_version_backups_parameters_password_and_tags_replace_no_database(local, databases):
    assert not databases.plan(FOLDER / "again")
    after = terraform(local, after=True)
    after.plan(FOLDER / "next")
    changes = {
        change["address"]: change["change"]["actions"]
        for change in after.show(FOLDER / "next")["resource_changes"]
        if change["type"] in HOLD_DATA
    }
    assert changes == {
        "module.aurora.aws_rds_cluster.this": ["update"],
        'module.aurora.aws_rds_cluster_instance.this["one"]': ["update"],
        'module.aurora.aws_rds_cluster_instance.this["three"]': ["create"],
        'module.aurora.aws_rds_cluster_instance.this["two"]': ["update"],
        "module.rds.aws_db_instance.this[0]": ["update"],
        'module.rds.aws_db_instance.replica["reports"]': ["create"],
    }


def test_a_protected_database_is_not_deleted(local, databases):
    rds = local.client("rds")
    with pytest.raises(ClientError, match="DeletionProtection"):
        rds.delete_db_instance(DBInstanceIdentifier="databases-rds", SkipFinalSnapshot=True)
    with pytest.raises(ClientError, match="DeletionProtection"):
        rds.delete_db_cluster(DBClusterIdentifier="databases-aurora", SkipFinalSnapshot=True)
