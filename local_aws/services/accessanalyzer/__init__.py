"""IAM Access Analyzer."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("access-analyzer", DOUBLE)
