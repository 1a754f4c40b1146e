"""Classic Load Balancers."""

from local_aws.services.room import MOTO, Room

ROOM = Room("elasticloadbalancing", MOTO)
