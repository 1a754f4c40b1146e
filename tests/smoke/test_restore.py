"""What a snapshot or a point in time kept is there again in a store that a module makes from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local_aws.servers import installed
from tests import sql
from tests.smoke.local import Local
from tests.smoke.roots import Actions, applied, destroy, fresh, planned, root_of
from tooling.terraform import Terraform

pytestmark = pytest.mark.capability("data.restore", "apply")
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


@pytest.fixture(scope="module")
def restored(local: Local) -> Iterator[Restored]:
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
    yield Restored(after, actions, unchanged, planned(without))
    destroy(after)
    local.client("rds").delete_db_snapshot(DBSnapshotIdentifier="restore-orders-kept")
    local.client("elasticache").delete_snapshot(SnapshotName="restore-sessions-kept")


def test_stores_are_made_and_then_there_is_nothing_to_change(restored: Restored) -> None:
    assert set(restored.actions.values()) == {"create"}
    assert restored.unchanged == {}


def test_taking_the_input_away_replaces_nothing(restored: Restored) -> None:
    assert restored.taken_away == {}


@pytest.mark.parametrize("name", ["orders", "returns"])
def test_the_rows_of_a_snapshot_and_of_a_point_in_time_are_there_again(
    local: Local, restored: Restored, name: str
) -> None:
    if local.embedded:
        sql.needed()
    stores = restored.terraform.outputs()["stores"].value
    again = login(local, stores[f"{name}_again"], name)
    assert sql.run(again, "SELECT id FROM parcels ORDER BY id") == [[1], [2]]
    # It is a copy: what happens to one does not happen to the other.
    sql.run(again, "DELETE FROM parcels")
    assert sql.run(login(local, stores[name], name), "SELECT count(*) FROM parcels") == [[2]]


def test_the_items_of_a_table_are_there_again_with_settings_of_its_own(
    local: Local, restored: Restored
) -> None:
    dynamodb = local.client("dynamodb")
    found = dynamodb.scan(TableName="restore-carts-again")["Items"]
    assert found == [{"id": {"S": "of-ada"}, "total": {"N": "12"}}]
    expiry = dynamodb.describe_time_to_live(TableName="restore-carts-again")["TimeToLiveDescription"]
    assert expiry == {"AttributeName": "expires", "TimeToLiveStatus": "ENABLED"}
    recovery = dynamodb.describe_continuous_backups(TableName="restore-carts-again")
    described = recovery["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert described["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_cache_stands_that_was_made_from_a_snapshot(local: Local, restored: Restored) -> None:
    assert "module.sessions_again[0].aws_elasticache_replication_group.this" in restored.actions
    caches = local.client("elasticache")
    (group,) = caches.describe_replication_groups(ReplicationGroupId="restore-sessions-again")[
        "ReplicationGroups"
    ]
    assert group["Status"] == "available"
