"""Elastic Beanstalk."""

from local_aws.services.room import MOTO, Room

ROOM = Room("elasticbeanstalk", MOTO)
