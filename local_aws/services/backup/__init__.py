"""AWS Backup."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("backup", DOUBLE)
