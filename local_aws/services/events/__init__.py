"""EventBridge."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("events", MINISTACK)
