"""Detective."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("detective", DOUBLE)
