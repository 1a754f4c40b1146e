"""Fault Injection Service."""

from local_aws.services.room import MOTO, Room

ROOM = Room("fis", MOTO)
