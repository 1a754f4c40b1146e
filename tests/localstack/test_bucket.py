"""What tests/smoke/test_bucket.py says."""

from tests.smoke.test_bucket import *  # noqa: F403
