"""What tests/smoke/test_events.py says."""

from tests.smoke.test_events import *  # noqa: F403
