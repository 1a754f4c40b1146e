"""What the service tells the others, over the event bus."""

import json
import os
import time
import uuid
from dataclasses import asdict, dataclass

from botocore.exceptions import BotoCoreError, ClientError

from users.aws import events
from users.model import User, now

EVENT_BUS_NAME = os.environ["EVENT_BUS_NAME"]
SOURCE = "shop.users"

# Seconds between attempts. Each is up to three of the SDK's: of a bus that fails every fifth call, hardly one
# event in a million is lost.
_PAUSES = (0.1, 0.4)


class NotPublishedError(Exception):
    """The bus took the request but not the event."""


@dataclass(frozen=True)
class UserEvent:
    """A fact about a user. `event_id` tells a repeated delivery; `version` gives the order."""

    event_id: str
    occurred_at: str
    user_id: str
    email: str
    version: int


def about(user: User, version: int) -> UserEvent:
    """A new event: this user has reached this version now."""
    return UserEvent(str(uuid.uuid4()), now(), user.id, user.email, version)


def publish(detail_type: str, event: UserEvent) -> None:
    """Put one event on the bus.

    PutEvents answers 200 even when it refused the entry, so its answer is read and the entry tried again:
    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
    A call that failed in the SDK is also tried again. It may have reached the bus, so an event can arrive
    twice: consumers recognise it by its event_id.
    Raises NotPublishedError after the last attempt, and botocore's errors when the bus cannot be reached.
    """
    entry = {
        "EventBusName": EVENT_BUS_NAME,
        "Source": SOURCE,
        "DetailType": detail_type,
        "Detail": json.dumps(asdict(event)),
    }
    for pause in (*_PAUSES, None):
        try:
            answer = events.put_events(Entries=[entry])
        except (BotoCoreError, ClientError) as error:
            if pause is None or not _may_pass(error):
                raise
        else:
            if answer["FailedEntryCount"] == 0:
                return
            if pause is None:
                refusal = answer["Entries"][0]
                raise NotPublishedError(f"{refusal.get('ErrorCode')}: {refusal.get('ErrorMessage')}")
        time.sleep(pause)


def _may_pass(error: BotoCoreError | ClientError) -> bool:
    """Whether the SDK itself tried again: it does not when nothing would change, as without permission."""
    if isinstance(error, ClientError):
        return bool(error.response.get("ResponseMetadata", {}).get("MaxAttemptsReached"))
    return True
