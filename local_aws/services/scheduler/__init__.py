"""EventBridge Scheduler."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("scheduler", MINISTACK)
