"""Redshift."""

from local_aws.services.room import MOTO, Room

ROOM = Room("redshift", MOTO)
