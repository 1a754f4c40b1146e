"""EC2 Auto Scaling."""

from local_aws.services.room import MOTO, Room

ROOM = Room("autoscaling", MOTO)
