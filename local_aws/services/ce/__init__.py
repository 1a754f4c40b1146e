"""Cost Explorer."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("ce", DOUBLE)
