"""Kinesis Data Streams."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("kinesis", MINISTACK)
