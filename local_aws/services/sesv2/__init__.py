"""Simple Email Service, its second API."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("ses", MINISTACK)
