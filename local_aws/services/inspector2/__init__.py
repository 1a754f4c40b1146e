"""Inspector."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("inspector2", MINISTACK)
