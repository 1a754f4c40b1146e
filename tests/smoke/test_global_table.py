"""The table of the gallery that lives in two regions, through DynamoDB's API in each."""

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("data.dynamodb-global", "behaves")


@pytest.fixture
def here(local):
    return local.client("dynamodb")


@pytest.fixture
def there(local):
    return local.client("dynamodb", "eu-central-1")


@pytest.fixture
def table(gallery):
    return gallery["dynamodb_table_global"]["table"]


def found(dynamodb, table, cart):
    return dynamodb.get_item(TableName=table["name"], Key={"id": {"S": cart}}).get("Item")


def test_a_write_is_read_in_the_other_region_and_the_answer_back_here(here, there, table, eventually):
    here.put_item(TableName=table["name"], Item={"id": {"S": "1"}, "items": {"N": "2"}})
    assert eventually(lambda: found(there, table, "1"))["items"] == {"N": "2"}

    there.update_item(
        TableName=table["name"],
        Key={"id": {"S": "1"}},
        UpdateExpression="ADD #i :one",
        ExpressionAttributeNames={"#i": "items"},
        ExpressionAttributeValues={":one": {"N": "1"}},
    )
    assert eventually(lambda: found(here, table, "1")["items"] == {"N": "3"})

    there.delete_item(TableName=table["name"], Key={"id": {"S": "1"}})
    assert eventually(lambda: found(here, table, "1") is None)


def test_a_condition_looks_at_what_the_other_region_wrote(here, there, table, eventually):
    there.put_item(TableName=table["name"], Item={"id": {"S": "2"}})
    eventually(lambda: found(here, table, "2"))
    with pytest.raises(ClientError) as refused:
        here.put_item(
            TableName=table["name"],
            Item={"id": {"S": "2"}},
            ConditionExpression="attribute_not_exists(id)",
        )
    assert refused.value.response["Error"]["Code"] == "ConditionalCheckFailedException"


def test_a_region_without_a_replica_knows_nothing(local, table):
    with pytest.raises(ClientError) as refused:
        found(local.client("dynamodb", "us-east-1"), table, "1")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_the_replica_is_encrypted_tagged_and_restorable_as_the_table(there, table):
    described = there.describe_table(TableName=table["name"])["Table"]
    assert described["SSEDescription"]["Status"] == "ENABLED"
    tags = there.list_tags_of_resource(ResourceArn=described["TableArn"])["Tags"]
    assert {"Key": "Service", "Value": "carts"} in tags
    backups = there.describe_continuous_backups(TableName=table["name"])["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_grants_reach_the_table_in_both_regions_and_no_other(table):
    arns = {
        f"arn:aws:dynamodb:{region}:000000000000:table/{table['name']}"
        for region in ("eu-west-1", "eu-central-1")
    }
    for grant in ("read", "write", "scan"):
        assert {arn for statement in table["grants"][grant] for arn in statement["resources"]} == arns
