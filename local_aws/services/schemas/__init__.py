"""EventBridge Schemas."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("schemas", DOUBLE)
