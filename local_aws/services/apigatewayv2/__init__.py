"""API Gateway: HTTP and WebSocket APIs."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("apigateway", MINISTACK)
