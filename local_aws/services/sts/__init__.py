"""Security Token Service."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("sts", MINISTACK)
