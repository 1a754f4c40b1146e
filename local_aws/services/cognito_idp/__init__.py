"""Cognito user pools."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("cognito-idp", MINISTACK)
