"""Campaigns: long checks beside the tests. See README.md."""
