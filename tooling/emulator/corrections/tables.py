"""DynamoDB: where the engine differs from AWS."""

import json
from typing import Any

from ministack.services import dynamodb

from tooling.emulator.corrections import correction

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
