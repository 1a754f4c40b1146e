"""Moving dead letters of queues back."""

import asyncio
import time
from typing import Any

from ministack.core.responses import new_uuid
from ministack.services import sqs

from local_aws.corrections import correction

Record = dict[str, Any]
_SHOWN = ("Status", "SourceArn", "DestinationArn", "MaxNumberOfMessagesPerSecond", "StartedTimestamp")
_COUNTED = ("ApproximateNumberOfMessagesMoved", "ApproximateNumberOfMessagesToMove")


@correction
def message_moves() -> None:
    """AWS: dead letters are moved back to where they came from, or elsewhere. MiniStack: knows no such call.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
    """
    running: set[asyncio.Task[None]] = set()  # an event loop forgets what nobody else holds

    def start(data: Record, _: str) -> Record:
        source, destination = data.get("SourceArn", ""), data.get("DestinationArn")
        letters = _queue(source)
        if not any(source in each["attributes"].get("RedrivePolicy", "") for each in sqs._queues.values()):
            raise sqs._Err("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.")
        if destination:
            _queue(destination)
        if any(task["Status"] == "RUNNING" for task in _tasks(letters)):
            raise sqs._Err(
                "UnsupportedOperation",
                "There is already a task running. Only one active task is allowed for a source queue arn "
                "at a given time.",
            )
        task = {
            **{name: data[name] for name in _SHOWN if data.get(name)},
            "TaskHandle": new_uuid(),
            "Status": "RUNNING",
            "StartedTimestamp": int(time.time() * 1000),
            "ApproximateNumberOfMessagesMoved": 0,
            "ApproximateNumberOfMessagesToMove": len(letters["messages"]),
        }
        _tasks(letters).insert(0, task)
        moving = asyncio.get_running_loop().create_task(_move(task))
        running.add(moving)
        moving.add_done_callback(running.discard)
        return {"TaskHandle": task["TaskHandle"]}

    def cancel(data: Record, _: str) -> Record:
        handle = data.get("TaskHandle")
        every = (task for queue in sqs._queues.values() for task in _tasks(queue))
        task = next((each for each in every if _told(each).get("TaskHandle") == handle), None)
        if task is None:
            raise sqs._Err("ResourceNotFoundException", "Task does not exist.")
        task["Status"] = "CANCELLED"
        return {_COUNTED[0]: task[_COUNTED[0]]}

    def listed(data: Record, _: str) -> Record:
        found = _tasks(_queue(data.get("SourceArn", "")))
        return {"Results": [_told(task) for task in found[: data.get("MaxResults") or 1]]}

    sqs._HANDLERS |= {
        "StartMessageMoveTask": start,
        "CancelMessageMoveTask": cancel,
        "ListMessageMoveTasks": listed,
    }


def _queue(arn: str) -> Record:
    found: Record | None = sqs._queue_by_arn(arn)
    if found is None:
        message = "The resource that you specified for the SourceArn parameter doesn't exist."
        raise sqs._Err("ResourceNotFoundException", message)
    return found


def _tasks(queue: Record) -> list[Record]:
    """The newest first."""
    found: list[Record] = queue.setdefault("move_tasks", [])
    return found


def _told(task: Record) -> Record:
    shown = (*_SHOWN, *_COUNTED, *(["TaskHandle"] if task["Status"] == "RUNNING" else []))
    return {name: task[name] for name in shown if name in task}


async def _move(task: Record) -> None:
    """One message after the other, as fast as asked for, until none is visible."""
    rate = task.get("MaxNumberOfMessagesPerSecond")
    while task["Status"] == "RUNNING":
        letters = sqs._queue_by_arn(task["SourceArn"])
        if letters is None or not _move_one(task, letters):
            task["Status"] = "COMPLETED" if letters else "FAILED"
        else:
            await asyncio.sleep(1 / rate if rate else 0)


def _move_one(task: Record, letters: Record) -> bool:
    """Whether a message was there. It arrives as a new one."""
    now = time.time()
    with sqs._queues_lock:
        message = next((each for each in letters["messages"] if each["visible_at"] <= now), None)
        if message is None:
            return False
        origin = message["sys"].get("DeadLetterQueueSourceArn", "")
        target = sqs._queue_by_arn(task.get("DestinationArn") or origin)
        if target is None:
            task.update(Status="FAILED", FailureReason="The destination queue does not exist.")
            return True
        letters["messages"].remove(message)
        kept = {name: value for name, value in message["sys"].items() if name != "DeadLetterQueueSourceArn"}
        target["messages"].append(
            message
            | {
                "id": new_uuid(),
                "sent_at": now,
                "enqueued_at": now,
                "visible_at": now,
                "receive_count": 0,
                "first_receive_at": None,
                "receipt_handle": None,
                "sys": kept | {"SentTimestamp": str(int(now * 1000))},
            }
        )
    task["ApproximateNumberOfMessagesMoved"] += 1
    sqs.esm_wake.set()
    return True
