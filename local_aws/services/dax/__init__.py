"""DynamoDB Accelerator."""

from local_aws.services.room import MOTO, Room

ROOM = Room("dax", MOTO)
