"""Application Auto Scaling."""

from local_aws.services.room import MOTO, Room

ROOM = Room("application-autoscaling", MOTO)
