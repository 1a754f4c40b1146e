"""EventBridge Pipes."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("pipes", MINISTACK)
