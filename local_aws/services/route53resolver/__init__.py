"""Route 53 Resolver."""

from local_aws.services.room import MOTO, Room

ROOM = Room("route53resolver", MOTO)
