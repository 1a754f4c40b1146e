"""CloudTrail."""

from local_aws.services.room import MOTO, Room

ROOM = Room("cloudtrail", MOTO)
