"""WAF."""

from local_aws.services.room import MOTO, Room

ROOM = Room("wafv2", MOTO)
