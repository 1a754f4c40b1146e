"""Two roots that are applied and destroyed in the background, as that is mostly waiting: all examples of all
modules, and what is to change in place."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.smoke.local import Local
from tooling import packages
from tooling.paths import CACHE
from tooling.terraform import Terraform

HERE = Path(__file__).parent
Actions = dict[str, list[str]]


@dataclass(frozen=True)
class Gallery:
    """The applied gallery: its outputs by example, and what its second plan wanted to change."""

    terraform: Terraform
    outputs: dict[str, Any]
    second_plan: Actions

    def __getitem__(self, example: str) -> Any:
        return self.outputs[example]


@dataclass(frozen=True)
class Changes:
    """What was applied, and then changed: what the change did, and what the plans after each apply wanted."""

    terraform: Terraform
    second_plan: Actions
    actions: Actions
    last_plan: Actions


def apply_gallery(local: Local) -> Gallery:
    packages.build_all()
    terraform = _fresh(HERE / "gallery", local)
    _apply(terraform)
    outputs = {name: output.value for name, output in terraform.outputs().items()}
    return Gallery(terraform, outputs, _plan(terraform))


def apply_changes(local: Local) -> Changes:
    before = _fresh(HERE / "changes", local, TF_VAR_next="false")
    _apply(before)
    second_plan = _plan(before)
    after = _root(HERE / "changes", local, TF_VAR_next="true")
    actions = _apply(after)
    return Changes(after, second_plan, actions, _plan(after))


def destroy_changes(local: Local, changes: Changes) -> None:
    """As an operator does it: protection off first, and in the end the last snapshots."""
    rds, names = local.client("rds"), changes.terraform.outputs()["snapshots"].value
    for instance in ("databases-rds", "databases-rds-reports"):
        rds.modify_db_instance(DBInstanceIdentifier=instance, DeletionProtection=False)
    rds.modify_db_cluster(DBClusterIdentifier="databases-aurora", DeletionProtection=False)
    destroy(changes.terraform)
    # Both would fail without a snapshot of that name.
    rds.delete_db_snapshot(DBSnapshotIdentifier=names["rds"])
    rds.delete_db_cluster_snapshot(DBClusterSnapshotIdentifier=names["aurora"])


def destroy(terraform: Terraform) -> None:
    plan = terraform.journal.folder / "destroy"
    terraform.plan(plan, destroy=True)
    terraform.apply(plan)


def _fresh(path: Path, local: Local, **variables: str) -> Terraform:
    """A root of which there is nothing yet."""
    shutil.rmtree(CACHE / path.name, ignore_errors=True)
    for leftover in path.glob("terraform.tfstate*"):
        leftover.unlink()
    return _root(path, local, **variables)


def _root(path: Path, local: Local, **variables: str) -> Terraform:
    folder = CACHE / path.name
    terraform = Terraform(path, local.target.variables() | variables, runs=folder, data=folder / "terraform")
    terraform.init()
    return terraform


def _apply(terraform: Terraform) -> Actions:
    actions = _plan(terraform)
    terraform.apply(terraform.journal.folder / "plan")
    return actions


def _plan(terraform: Terraform) -> Actions:
    """What is to be done, by address."""
    plan = terraform.journal.folder / "plan"
    terraform.plan(plan)
    return {
        change["address"]: change["change"]["actions"]
        for change in terraform.show(plan)["resource_changes"]
        if change["change"]["actions"] not in (["no-op"], ["read"])
    }
