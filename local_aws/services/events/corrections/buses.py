"""Event buses and archives."""

import json
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import eventbridge

from local_aws.corrections import correction

Answer = tuple[int, dict[str, str], bytes]


@correction
def bus_policy() -> None:
    """AWS: PutPermission with a policy replaces the bus's whole policy. MiniStack: reads statements only.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html
    """
    put = eventbridge._put_permission

    def put_permission(data: Any) -> Answer:
        if not data.get("Policy"):
            answer: Answer = put(data)
            return answer
        eventbridge._event_bus_policies[data.get("EventBusName", "default")] = json.loads(data["Policy"])
        return 200, {"Content-Type": "application/x-amz-json-1.1"}, b"{}"

    eventbridge._put_permission = put_permission


@correction
def bus_permission_statements() -> None:
    """AWS: a permission becomes a statement as IAM writes it. MiniStack: keeps the request's own words.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    put = eventbridge._put_permission

    def put_permission(data: Any) -> Answer:
        asked = data.get("Condition") or {}
        condition = {asked["Type"]: {asked["Key"]: asked["Value"]}} if asked else None
        account = str(data.get("Principal") or "*")
        principal = {"AWS": f"arn:aws:iam::{account}:root"} if account.isdigit() else account
        answer: Answer = put({**data, "Condition": condition, "Principal": principal})
        return answer

    eventbridge._put_permission = put_permission


@correction
def replays_of_lost_archives() -> None:
    """AWS: of an archive that is not there, the replay's parameter is not valid. MiniStack: not found.

    https://github.com/localstack/localstack/blob/v4.14.0/tests/aws/services/events/test_archive_and_replay.py
    """
    start = eventbridge._start_replay

    def start_replay(data: dict[str, Any]) -> Any:
        answer = start(data)
        if b"ResourceNotFoundException" in answer[2] and b"Archive " in answer[2]:
            name = data["EventSourceArn"].rpartition("/")[2]
            message = f"Parameter EventSourceArn is not valid. Reason: Archive {name} does not exist."
            return error_response_json("ValidationException", message, 400)
        return answer

    eventbridge._start_replay = start_replay
