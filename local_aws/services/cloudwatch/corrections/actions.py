"""What alarms do when their state changes."""

import json
import time
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch, lambda_svc

from local_aws.authorisation.deliveries import Sender, denied
from local_aws.authorisation.rights import source
from local_aws.corrections import correction
from local_aws.references.existing import is_there

Alarm = dict[str, Any]
_ACTIONS = {"ALARM": "AlarmActions", "OK": "OKActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}
# As whom an alarm acts, by the service in an action's ARN.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
_ACTORS = {"sns": "cloudwatch", "lambda": "lambda.alarms.cloudwatch.amazonaws.com"}


@correction
def rights_of_alarm_actions() -> None:
    """AWS: an alarm acts as CloudWatch, where the topic or function and the topic's key allow it; its history
    tells what it did. It calls functions, too.

    MiniStack: publishes to every topic, and calls no functions.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
    """
    dispatch = cloudwatch._dispatch_alarm_actions

    def dispatch_allowed(alarm: Alarm, old: str, new: str, reason: str) -> None:
        kind = _ACTIONS.get(new, "")
        if not kind or not alarm.get("ActionsEnabled", True):
            return
        allowed = [action for action in alarm.get(kind) or [] if _may_act(alarm, action)]
        dispatch({**alarm, kind: allowed}, old, new, reason)
        for action in allowed:
            if action.split(":")[2] == "lambda":
                _call(action, alarm, old, new, reason)

    cloudwatch._dispatch_alarm_actions = dispatch_allowed


def _may_act(alarm: Alarm, action: str) -> bool:
    """Whether an alarm may do an action, which its history tells. Other actions are not done here."""
    service = action.split(":")[2]
    if service not in _ACTORS:
        return True
    sent = source(alarm["AlarmArn"])
    # Default policies of topics let in what the account owns.
    owner = {"aws:SourceOwner": sent["aws:SourceAccount"]} if service == "sns" else {}
    sender = Sender.as_itself(_ACTORS[service], alarm["AlarmArn"], context=sent | owner, key_context=sent)
    refused = denied(sender, action) if is_there(action) else None
    done = refused is None and is_there(action)
    text = f"Successfully executed action {action}"
    if not done:
        why = f"CloudWatch Alarms is not authorized to perform: {_verb(service)} on resource: {action}"
        text = f'Failed to execute action {action}. Received error: "{why if refused else "not found"}"'
    _tell(alarm, text, done)
    return done


def _verb(service: str) -> str:
    return {"sns": "SNS:Publish", "lambda": "lambda:InvokeFunction"}[service]


def _tell(alarm: Alarm, text: str, done: bool) -> None:
    cloudwatch._history_entries().append(
        {
            "AlarmName": alarm["AlarmName"],
            "AlarmType": "CompositeAlarm" if "AlarmRule" in alarm else "MetricAlarm",
            "Timestamp": cloudwatch._ts_iso(time.time()),
            "HistoryItemType": "Action",
            "HistorySummary": text,
            "HistoryData": json.dumps({"version": "1.0", "actionState": "Succeeded" if done else "Failed"}),
        }
    )


def _call(function: str, alarm: Alarm, old: str, new: str, reason: str) -> None:
    record, settings, _ = lambda_svc._get_func_record_for_ref(function)
    if not record or not settings:
        return
    now = cloudwatch._ts_iso(time.time())
    event = {
        "source": "aws.cloudwatch",
        "alarmArn": alarm["AlarmArn"],
        "accountId": get_account_id(),
        "time": now,
        "region": get_region(),
        "alarmData": {
            "alarmName": alarm["AlarmName"],
            "state": {"value": new, "reason": reason, "timestamp": now},
            "previousState": {"value": old},
            "configuration": {"description": alarm.get("AlarmDescription", "")},
        },
    }
    lambda_svc.invoke_async_with_retry(lambda_svc._execution_record_for_config(record, settings), event)
