"""What a snapshot or a point in time kept is there again in a store that a module makes from it."""

from __future__ import annotations

import pytest

from tests import sql
from tests.smoke.local import Local
from tests.smoke.restoring import Restored, login

pytestmark = pytest.mark.capability("data.restore", "apply")


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
