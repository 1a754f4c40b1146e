"""CodeConnections, by its older name."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("codestar-connections", DOUBLE)
