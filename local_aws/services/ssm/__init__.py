"""Systems Manager Parameter Store."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("ssm", MINISTACK)
