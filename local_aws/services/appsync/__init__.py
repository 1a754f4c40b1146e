"""AppSync."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("appsync", MINISTACK)
