"""ECR's public registries."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("ecr-public", DOUBLE)
