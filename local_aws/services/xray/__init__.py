"""X-Ray."""

from local_aws.services.room import MOTO, Room

ROOM = Room("xray", MOTO)
