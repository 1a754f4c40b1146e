"""What is applied to be changed in place, in the background, too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.smoke.chapters import let_apis_log
from tests.smoke.local import Local
from tests.smoke.roots import Actions, applied, destroy, fresh, planned, root_of
from tooling.terraform import Terraform


@dataclass(frozen=True)
class Changes:
    """What was applied, and then changed: what the change did, and what the plans after each apply wanted."""

    terraform: Terraform
    second_plan: Actions
    actions: Actions
    last_plan: Actions


def apply_changes(local: Local) -> Changes:
    if local.embedded:
        let_apis_log(local)
    before = fresh(Path(__file__).parent / "changes", local, TF_VAR_next="false")
    applied(before)
    second_plan = planned(before)
    after = root_of(before.directory, local, before.journal.folder, TF_VAR_next="true")
    actions = applied(after)
    return Changes(after, second_plan, actions, planned(after))


def changed(local: Local, changes: Changes, **variables: str) -> Terraform:
    """The same root with other variables."""
    before = changes.terraform
    return root_of(before.directory, local, before.journal.folder, **variables)


def destroy_changes(local: Local, changes: Changes) -> None:
    """As an operator does it: protection off first, and in the end the last snapshots."""
    rds, names = local.client("rds"), changes.terraform.outputs()["snapshots"].value
    open_ = changed(local, changes, TF_VAR_next="true", TF_VAR_protected="false")
    plan = open_.journal.folder / "open"
    open_.plan(plan, target=["module.aurora", "module.rds"])
    open_.apply(plan)
    destroy(changes.terraform)
    # Both would fail without a snapshot of that name.
    rds.delete_db_snapshot(DBSnapshotIdentifier=names["rds"])
    rds.delete_db_cluster_snapshot(DBClusterSnapshotIdentifier=names["aurora"])
