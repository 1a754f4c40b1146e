"""RDS and Aurora."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("rds", MINISTACK)
