"""Checks of the corrections in `corrections/tables.py`."""

from typing import Any

from tests.emulator.checks import check, name


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
