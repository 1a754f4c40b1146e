"""What tests/smoke/test_queue.py says."""

from tests.smoke.test_queue import *  # noqa: F403
