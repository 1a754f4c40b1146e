"""Network Firewall."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("network-firewall", DOUBLE)
