"""Metrics that services write about themselves."""

from ministack.services import cloudwatch


def count(namespace: str, name: str, **dimensions: str) -> None:
    """Add one to a metric, in the account and region of the request."""
    cloudwatch.record_metric(namespace, name, 1, "Count", dimensions)
