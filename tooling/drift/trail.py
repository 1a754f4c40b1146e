"""Who changed something last, where CloudTrail tells: it keeps 90 days of calls that change something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tooling.aws import Target
from tooling.drift import Event

# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html


def last(target: Target) -> Callable[[str], Event | None]:
    """A function that finds the last change by a resource's name; None where CloudTrail says nothing."""
    silent = False

    def find(name: str) -> Event | None:
        nonlocal silent
        if silent:
            return None
        try:
            answer = target.client("cloudtrail").lookup_events(
                LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": name}], MaxResults=10
            )
        except Exception:  # it is off, or may not be asked
            silent = True
            return None
        return _event(answer.get("Events") or [])

    return find


def _event(events: list[dict[str, Any]]) -> Event | None:
    for each in events:
        if str(each.get("ReadOnly", "false")).lower() != "true":
            return Event(
                str(each.get("EventTime", "")), str(each.get("Username", "")), str(each.get("EventName", ""))
            )
    return None
