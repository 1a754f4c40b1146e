"""DynamoDB: where the engine differs from AWS."""

import json
import time
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import dynamodb

from local_aws.corrections import correction

Answer = tuple[int, dict[str, str], bytes]


@correction
def recovery_period() -> None:
    """AWS: point-in-time recovery reaches back 1 to 35 days, and says how many. MiniStack: forgets.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html
    """
    update, describe = dynamodb._update_continuous_backups, dynamodb._describe_continuous_backups

    def with_period(name: str, answer: Answer) -> Answer:
        content = json.loads(answer[2])
        days = dynamodb._pitr_settings.get(name)
        if answer[0] == 200 and days:
            content["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"][
                "RecoveryPeriodInDays"
            ] = days
        return answer[0], answer[1], json.dumps(content).encode()

    def update_continuous_backups(data: Any) -> Answer:
        answer, name = update(data), dynamodb._normalize_table_name(data.get("TableName"))
        if dynamodb._pitr_settings.get(name):  # kept where the engine keeps that it is on
            days = data["PointInTimeRecoverySpecification"].get("RecoveryPeriodInDays", 35)
            dynamodb._pitr_settings[name] = days
        return with_period(name, answer)

    dynamodb._update_continuous_backups = update_continuous_backups
    dynamodb._describe_continuous_backups = lambda data: with_period(
        dynamodb._normalize_table_name(data.get("TableName")), describe(data)
    )


@correction
def replica_keys() -> None:
    """AWS: a replica is encrypted with the key it was given, of its region. MiniStack: with the table's.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateReplicationGroupMemberAction.html
    """
    apply = dynamodb._apply_replica_updates

    def with_keys(name: str, table: Any, updates: Any) -> Any:
        refused = apply(name, table, updates)
        for update in [] if refused else updates:
            for wanted in (update.get("Create"), update.get("Update")):
                if wanted and wanted.get("KMSMasterKeyId"):
                    replica = dynamodb._tables.get_scoped(get_account_id(), wanted["RegionName"], name)
                    replica["SSEDescription"] = {
                        "Status": "ENABLED",
                        "SSEType": "KMS",
                        "KMSMasterKeyArn": wanted["KMSMasterKeyId"],
                    }
        return refused

    dynamodb._apply_replica_updates = with_keys


@correction
def ceilings_taken_away() -> None:
    """AWS: -1 takes a ceiling of on-demand capacity away, and none is described. MiniStack: describes -1.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_OnDemandThroughput.html
    """
    create, update = dynamodb._create_table, dynamodb._update_table

    def without_ceilings(data: Any, answer: Answer) -> Answer:
        table = dynamodb._tables.get(dynamodb._normalize_table_name(data.get("TableName")))
        if answer[0] == 200 and table and "OnDemandThroughput" in table:
            left = {name: units for name, units in table["OnDemandThroughput"].items() if units != -1}
            table["OnDemandThroughput"] = left or None
        return answer

    dynamodb._create_table = lambda data: without_ceilings(data, create(data))
    dynamodb._update_table = lambda data: without_ceilings(data, update(data))


@correction
def restored_tables() -> None:
    """AWS: a table is made as another was while its point-in-time recovery covers that, encrypted as asked.

    MiniStack: of any table, at any time, without the encryption.
    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
    """
    restore = dynamodb._restore_table_to_point_in_time

    def restore_table_to_point_in_time(data: Any) -> Answer:
        source = data.get("SourceTableName") or dynamodb._normalize_table_name(
            data.get("SourceTableArn") or ""
        )
        table, when = dynamodb._tables.get(source), data.get("RestoreDateTime")
        if table and not dynamodb._pitr_settings.get(source):
            message = f"Point in time recovery is not enabled for table '{source}'"
            return _refused("PointInTimeRecoveryUnavailableException", message)
        if table and when and not table.get("CreationDateTime", 0) - 1 <= when <= time.time():
            return _refused("InvalidRestoreTimeException", "Restore time is outside of the recovery window")
        answer: Answer = restore(data)
        encryption = data.get("SSESpecificationOverride")
        if answer[0] == 200 and encryption:
            made = dynamodb._tables[data["TargetTableName"]]
            made["SSEDescription"] = dynamodb._sse_description_from_spec(encryption)
        return answer

    dynamodb._restore_table_to_point_in_time = restore_table_to_point_in_time


def _refused(code: str, message: str) -> Answer:
    answer: Answer = dynamodb.error_response_json(code, message, 400)
    return answer
