"""DynamoDB: whether a local AWS does as AWS does."""

from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import check, name


@check
def recovery_period(aws: Any) -> bool:
    dynamodb, table = aws.client("dynamodb"), name()
    dynamodb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    specification = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7}
    dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=specification)
    described = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    return described["PointInTimeRecoveryDescription"]["RecoveryPeriodInDays"] == 7


@check
def replica_keys(aws: Any) -> bool:
    dynamodb, table = aws.client("dynamodb"), name()
    dynamodb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        SSESpecification={"Enabled": True, "SSEType": "KMS"},
    )
    key = aws.client("kms", "eu-central-1").create_key()["KeyMetadata"]["Arn"]
    replica = {"RegionName": "eu-central-1", "KMSMasterKeyId": key}
    dynamodb.update_table(TableName=table, ReplicaUpdates=[{"Create": replica}])
    described = aws.client("dynamodb", "eu-central-1").describe_table(TableName=table)["Table"]
    return bool(described["SSEDescription"]["KMSMasterKeyArn"] == key)


@check
def ceilings_taken_away(aws: Any) -> bool:
    dynamodb, table = aws.client("dynamodb"), name()
    dynamodb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        OnDemandThroughput={"MaxReadRequestUnits": 10, "MaxWriteRequestUnits": 10},
    )
    dynamodb.update_table(
        TableName=table, OnDemandThroughput={"MaxReadRequestUnits": 20, "MaxWriteRequestUnits": -1}
    )
    one = dynamodb.describe_table(TableName=table)["Table"]["OnDemandThroughput"]
    dynamodb.update_table(TableName=table, OnDemandThroughput={"MaxReadRequestUnits": -1})
    return one == {"MaxReadRequestUnits": 20} and not dynamodb.describe_table(TableName=table)["Table"].get(
        "OnDemandThroughput"
    )


@check
def restored_tables(aws: Any) -> bool:
    dynamodb, table = aws.client("dynamodb"), name()
    dynamodb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    dynamodb.put_item(TableName=table, Item={"pk": {"S": "one"}})
    copy = {"SourceTableName": table, "TargetTableName": f"{table}-copy"}
    now = {"UseLatestRestorableTime": True}
    refused = [error(dynamodb.restore_table_to_point_in_time, **copy, **now)]
    recovery = {"PointInTimeRecoveryEnabled": True}
    dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=recovery)
    refused.append(error(dynamodb.restore_table_to_point_in_time, **copy, RestoreDateTime=4102444800))
    encrypted = {"SSESpecificationOverride": {"Enabled": True, "SSEType": "KMS"}}
    dynamodb.restore_table_to_point_in_time(**copy, **now, **encrypted)
    made = dynamodb.describe_table(TableName=f"{table}-copy")["Table"]
    return (
        refused == ["PointInTimeRecoveryUnavailableException", "InvalidRestoreTimeException"]
        and made.get("SSEDescription", {}).get("Status") == "ENABLED"
        and dynamodb.scan(TableName=f"{table}-copy")["Count"] == 1
    )


def error(call: Any, **parameters: Any) -> str:
    """The code of the error that a call is answered with, empty when it does what it is told."""
    try:
        call(**parameters)
    except ClientError as refused:
        return str(refused.response["Error"]["Code"])
    return ""
