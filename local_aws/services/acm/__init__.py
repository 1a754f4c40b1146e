"""Certificate Manager."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("acm", MINISTACK)
