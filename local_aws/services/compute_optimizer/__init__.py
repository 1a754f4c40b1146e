"""Compute Optimizer."""

from local_aws.services.room import DOUBLE, Room

ROOM = Room("compute-optimizer", DOUBLE)
