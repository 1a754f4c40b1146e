"""S3."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("s3", MINISTACK)
