"""Managed Streaming for Apache Kafka."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("kafka", MINISTACK)
