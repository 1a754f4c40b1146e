"""CloudWatch Logs."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("logs", MINISTACK)
