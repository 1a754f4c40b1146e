"""DynamoDB: whether a local AWS does as AWS does."""

from typing import Any

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
