"""Managed Service for Apache Flink."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room("kinesisanalytics", MINISTACK)
