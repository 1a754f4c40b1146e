"""Transfer Family."""

from local_aws.services.room import MOTO, Room

ROOM = Room("transfer", MOTO)
