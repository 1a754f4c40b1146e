"""Global Accelerator."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("globalaccelerator", DOUBLE)
