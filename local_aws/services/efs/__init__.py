"""EFS."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("elasticfilesystem", MINISTACK)
