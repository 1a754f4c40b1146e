"""VPC Lattice."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("vpc-lattice", DOUBLE)
