"""Simple Email Service, its first API."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("ses", MINISTACK)
