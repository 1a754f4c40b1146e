"""The tables of the gallery, through DynamoDB's API."""

import json

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("data.dynamodb", "behaves")


@pytest.fixture
def dynamodb(local):
    return local.client("dynamodb")


@pytest.fixture
def orders(gallery, dynamodb):
    name = gallery["dynamodb_table_complete"]["table"]["name"]
    for customer, order, state, placed in (
        ("ada", "1", "open", 5),
        ("ada", "2", "paid", 3),
        ("bob", "3", "open", 1),
    ):
        item = {
            "customer": {"S": customer},
            "order": {"S": order},
            "state": {"S": state},
            "placed_at": {"N": str(placed)},
        }
        dynamodb.put_item(TableName=name, Item=item)
    return name


def keys(page):
    return [(item["customer"]["S"], item["order"]["S"]) for item in page["Items"]]


def test_orders_are_found_by_state_in_order_of_time(dynamodb, orders):
    page = dynamodb.query(
        TableName=orders,
        IndexName="by-state",
        KeyConditionExpression="#s = :open",
        ExpressionAttributeNames={"#s": "state"},
        ExpressionAttributeValues={":open": {"S": "open"}},
    )
    assert keys(page) == [("bob", "3"), ("ada", "1")]


def test_a_local_index_orders_a_customers_orders_by_date_and_carries_only_keys(dynamodb, orders):
    page = dynamodb.query(
        TableName=orders,
        IndexName="by-date",
        KeyConditionExpression="customer = :ada",
        ExpressionAttributeValues={":ada": {"S": "ada"}},
    )
    assert keys(page) == [("ada", "2"), ("ada", "1")]
    assert all("state" not in item for item in page["Items"])


def test_an_order_is_not_written_twice_under_a_condition(dynamodb, orders):
    with pytest.raises(ClientError) as refused:
        dynamodb.put_item(
            TableName=orders,
            Item={"customer": {"S": "ada"}, "order": {"S": "1"}, "state": {"S": "lost"}},
            ConditionExpression="attribute_not_exists(#o)",
            ExpressionAttributeNames={"#o": "order"},
        )
    assert refused.value.response["Error"]["Code"] == "ConditionalCheckFailedException"
    kept = dynamodb.get_item(TableName=orders, Key={"customer": {"S": "ada"}, "order": {"S": "1"}})["Item"]
    assert kept["state"]["S"] == "open"


def test_an_item_without_its_sort_key_is_refused(dynamodb, orders):
    with pytest.raises(ClientError) as refused:
        dynamodb.put_item(TableName=orders, Item={"customer": {"S": "ada"}})
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_a_change_appears_on_the_stream(gallery, local, dynamodb, orders, eventually):
    streams = local.client("dynamodbstreams")
    arn = gallery["dynamodb_table_complete"]["table"]["stream_arn"]
    dynamodb.delete_item(TableName=orders, Key={"customer": {"S": "bob"}, "order": {"S": "3"}})

    def removed():
        for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            iterator = streams.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            for record in streams.get_records(ShardIterator=iterator)["Records"]:
                if record["eventName"] == "REMOVE":
                    return record
        return None

    record = eventually(removed)
    assert record["dynamodb"]["OldImage"]["order"]["S"] == "3"


def test_the_table_can_be_restored_and_expires_items(dynamodb, orders):
    backups = dynamodb.describe_continuous_backups(TableName=orders)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    expiry = dynamodb.describe_time_to_live(TableName=orders)["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_the_table_is_encrypted_with_the_key_it_was_given(gallery, local, dynamodb, orders):
    sse = dynamodb.describe_table(TableName=orders)["Table"]["SSEDescription"]
    key = local.client("kms").describe_key(KeyId="alias/example-dynamodb-table-complete")["KeyMetadata"]
    assert sse["KMSMasterKeyArn"] == key["Arn"]


def test_provisioned_capacity_is_scaled_between_its_bounds(local, gallery):
    name = gallery["dynamodb_table_provisioned"]["table"]["name"]
    targets = local.client("application-autoscaling").describe_scalable_targets(
        ServiceNamespace="dynamodb", ResourceIds=[f"table/{name}"]
    )["ScalableTargets"]
    assert {(t["ScalableDimension"], t["MinCapacity"], t["MaxCapacity"]) for t in targets} == {
        ("dynamodb:table:ReadCapacityUnits", 5, 50),
        ("dynamodb:table:WriteCapacityUnits", 2, 20),
    }


def test_a_protected_table_is_not_deleted(dynamodb, gallery):
    name = gallery["dynamodb_table_minimal"]["table"]["name"]
    dynamodb.update_table(TableName=name, DeletionProtectionEnabled=True)
    try:
        with pytest.raises(ClientError) as refused:
            dynamodb.delete_table(TableName=name)
        assert refused.value.response["Error"]["Code"] == "ValidationException"
    finally:
        dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False)


def test_the_busiest_keys_of_the_table_and_of_each_index_are_told(dynamodb, orders):
    for index in ({}, {"IndexName": "by-state"}, {"IndexName": "by-coupon"}):
        told = dynamodb.describe_contributor_insights(TableName=orders, **index)
        assert told["ContributorInsightsStatus"] == "ENABLED"


def test_another_account_reads_by_key_and_by_index_and_nothing_else(dynamodb, gallery, local):
    arn = gallery["dynamodb_table_complete"]["table"]["arn"]
    (allowed,) = json.loads(dynamodb.get_resource_policy(ResourceArn=arn)["Policy"])["Statement"]
    assert allowed["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}
    assert {action.removeprefix("dynamodb:") for action in allowed["Action"]} == {
        "BatchGetItem",
        "ConditionCheckItem",
        "DescribeTable",
        "GetItem",
        "Query",
    }
    indexes = {f"{arn}/index/{name}" for name in ("by-coupon", "by-date", "by-state")}
    assert set(allowed["Resource"]) == {arn, *indexes}
    kms = local.client("kms")
    key = kms.describe_key(KeyId="alias/example-dynamodb-table-complete")["KeyMetadata"]["KeyId"]
    policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])["Statement"]
    (of_others,) = [each for each in policy if each["Sid"] == "OtherAccountsDecrypt"]
    assert of_others["Principal"] == allowed["Principal"]
    assert set(of_others["Action"]) == {"kms:Decrypt", "kms:DescribeKey"}


def test_the_grant_to_export_names_the_table_and_its_exports(gallery):
    table = gallery["dynamodb_table_complete"]["table"]
    export, describe, key = table["grants"]["export"]
    assert (export["actions"], export["resources"]) == (
        ["dynamodb:ExportTableToPointInTime"],
        [table["arn"]],
    )
    assert (describe["actions"], describe["resources"]) == (
        ["dynamodb:DescribeExport"],
        [f"{table['arn']}/export/*"],
    )
    assert key["actions"] == ["kms:Decrypt", "kms:DescribeKey"]
