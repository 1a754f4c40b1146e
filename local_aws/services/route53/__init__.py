"""Route 53."""

from local_aws.services.room import MOTO, Room

ROOM = Room("route53", MOTO)
