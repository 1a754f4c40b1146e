"""Cloud Map."""

from local_aws.services.room import MOTO, Room

ROOM = Room("servicediscovery", MOTO)
