"""Composite alarms whose actions another alarm keeps back."""

import json
import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch

from local_aws.corrections import correction

Alarm = dict[str, Any]
Place = tuple[str, str, str]


@dataclass
class _Held:
    """What a composite alarm with a suppressor did last, and until when it waits.

    Attributes:
        acted: the state for which it acted last.
        until: when the wait or extension period ends, in seconds of `time.time`; 0 when it does not wait.
        by: WaitPeriod or ExtensionPeriod while it waits.
    """

    acted: str
    until: float = 0.0
    by: str = ""


_held: dict[Place, _Held] = {}


@correction
def actions_that_are_kept_back() -> None:
    """AWS: a composite alarm does nothing while its suppressor is in ALARM. When it goes into ALARM itself it
    waits for the suppressor as long as the wait period says, and after the suppressor as long as the
    extension period says; then it acts, where its state is another than the one that it acted for last. It
    says by what it is kept back.

    MiniStack: acts at once.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
    """
    dispatch, parents = cloudwatch._dispatch_alarm_actions, cloudwatch._evaluate_parent_alarms

    def dispatch_unless_kept_back(alarm: Alarm, old: str, new: str, reason: str) -> None:
        suppressor = _suppressor(alarm)
        if suppressor is None:
            return dispatch(alarm, old, new, reason)  # type: ignore[no-any-return]
        held = _held.setdefault(_place(alarm), _Held(old))
        wait = int(alarm.get("ActionsSuppressorWaitPeriod") or 0)
        if new == "ALARM" and wait and suppressor["StateValue"] != "ALARM" and not held.until:
            _begin(alarm, held, "WaitPeriod", wait)
        _settle(alarm, dispatch)
        return None

    def evaluate_parents(child: Alarm, *seen: Any) -> None:
        parents(child, *seen)
        for alarm in list(cloudwatch._composite_alarms.values()):
            if _suppressor(alarm) is child:
                held = _held.setdefault(_place(alarm), _Held(alarm["StateValue"]))
                extension = int(alarm.get("ActionsSuppressorExtensionPeriod") or 0)
                was_kept_back = alarm.get("ActionsSuppressedBy") == "Alarm"
                if child["StateValue"] != "ALARM" and was_kept_back and extension:
                    _begin(alarm, held, "ExtensionPeriod", extension)
                _settle(alarm, dispatch)

    def _begin(alarm: Alarm, held: _Held, by: str, seconds: int) -> None:
        held.until, held.by = time.time() + seconds, by
        settle = copy_context().run
        timer = threading.Timer(seconds + 0.01, settle, (_settle, alarm, dispatch))
        timer.daemon = True
        timer.start()

    cloudwatch._dispatch_alarm_actions = dispatch_unless_kept_back
    cloudwatch._evaluate_parent_alarms = evaluate_parents


def _settle(alarm: Alarm, dispatch: Callable[[Alarm, str, str, str], None]) -> None:
    """Act for the alarm's state, or say by what it is kept back."""
    alarm = cloudwatch._composite_alarms.get(alarm["AlarmName"], alarm)
    suppressor, held = _suppressor(alarm), _held.get(_place(alarm))
    if held is None or suppressor is None:
        return
    if suppressor["StateValue"] == "ALARM":
        by = "Alarm"
        held.until = 0.0
    elif held.until > time.time():
        by = held.by
    else:
        held.until, by = 0.0, ""
    if by:
        alarm["ActionsSuppressedBy"] = by
        alarm["ActionsSuppressedReason"] = f"Actions suppressed by {by}: {suppressor['AlarmArn']}"
        if held.acted != alarm["StateValue"]:
            _tell(alarm, by)
        return
    alarm.pop("ActionsSuppressedBy", None)
    alarm.pop("ActionsSuppressedReason", None)
    old, new = held.acted, alarm["StateValue"]
    held.acted = new
    if old != new:
        dispatch(alarm, old, new, alarm.get("StateReason", ""))


def _tell(alarm: Alarm, by: str) -> None:
    cloudwatch._history_entries().append(
        {
            "AlarmName": alarm["AlarmName"],
            "AlarmType": "CompositeAlarm",
            "Timestamp": cloudwatch._ts_iso(time.time()),
            "HistoryItemType": "Action",
            "HistorySummary": f"Alarm actions for state {alarm['StateValue']} were suppressed by {by}",
            "HistoryData": json.dumps({"version": "1.0", "actionState": "Suppressed", "suppressedBy": by}),
        }
    )


def _suppressor(alarm: Alarm) -> Alarm | None:
    """The alarm that keeps a composite alarm's actions back, by its name or ARN; None without one."""
    named = str(alarm.get("ActionsSuppressor") or "")
    name = cloudwatch._alarm_name_from_local_arn(named) if named.startswith("arn:") else named
    found: Alarm | None = cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name)
    return found


def _place(alarm: Alarm) -> Place:
    return get_account_id(), get_region(), alarm["AlarmName"]
