"""Amazon MQ."""

from local_aws.services.room import MOTO, Room

ROOM = Room("mq", MOTO)
