"""Stores, what is kept of them, and what modules make from that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from local_aws.servers import installed
from tests import sql
from tests.smoke.local import Local
from tests.smoke.roots import Actions, applied, destroy, fresh, planned, root_of
from tooling.terraform import Terraform

ROOT = Path(__file__).parent / "restore"


@dataclass(frozen=True)
class Restored:
    """The root after both applies, what the second did, and what plans want then."""

    terraform: Terraform
    actions: Actions
    unchanged: Actions
    taken_away: Actions


def login(local: Local, store: dict[str, object], database: str) -> dict[str, object]:
    address: dict[str, object] = store["address"]  # type: ignore[assignment]
    held = local.client("secretsmanager").get_secret_value(SecretId=store["secret_arn"])
    user = json.loads(held["SecretString"])
    return {
        "host": address["host"],
        "port": address["port"],
        "dbname": database,
        "user": user["username"],
        "password": user["password"],
        "sslmode": "require",
    }


def restore(local: Local) -> Restored:
    before = fresh(ROOT, local, TF_VAR_again="false", TF_VAR_restore="true")
    applied(before)
    stores = before.outputs()["stores"].value
    if not local.embedded or installed.postgres():
        rows = ("CREATE TABLE parcels (id int PRIMARY KEY)", "INSERT INTO parcels VALUES (1), (2)")
        for name in ("orders", "returns"):
            sql.run(login(local, stores[name], name), *rows)
    table = {"TableName": "restore-carts"}
    local.client("dynamodb").put_item(**table, Item={"id": {"S": "of-ada"}, "total": {"N": "12"}})
    local.client("rds").create_db_snapshot(
        DBInstanceIdentifier="restore-orders", DBSnapshotIdentifier="restore-orders-kept"
    )
    local.client("elasticache").create_snapshot(
        ReplicationGroupId="restore-sessions", SnapshotName="restore-sessions-kept"
    )
    after = root_of(ROOT, local, before.journal.folder, TF_VAR_again="true", TF_VAR_restore="true")
    actions = applied(after)
    unchanged = planned(after)
    without = root_of(ROOT, local, before.journal.folder, TF_VAR_again="true", TF_VAR_restore="false")
    return Restored(after, actions, unchanged, planned(without))


def destroy_restored(local: Local, restored: Restored) -> None:
    destroy(restored.terraform)
    local.client("rds").delete_db_snapshot(DBSnapshotIdentifier="restore-orders-kept")
    local.client("elasticache").delete_snapshot(SnapshotName="restore-sessions-kept")
