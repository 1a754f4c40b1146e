"""App Runner."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("apprunner", DOUBLE)
