"""Resource Access Manager."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("ram", DOUBLE)
