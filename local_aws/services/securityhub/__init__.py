"""Security Hub."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("securityhub", DOUBLE)
