"""EC2 and VPC."""

from local_aws.services.room import MOTO, Room

ROOM = Room("ec2", MOTO)
