"""Service Quotas."""

from local_aws.services.room import MOTO, Room

ROOM = Room("servicequotas", MOTO)
