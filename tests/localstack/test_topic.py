"""What tests/smoke/test_topic.py says."""

from tests.smoke.test_topic import *  # noqa: F403
