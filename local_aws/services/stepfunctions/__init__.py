"""Step Functions."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("states", MINISTACK)
