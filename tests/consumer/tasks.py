"""The tasks of `invoke`: plan, preflight, apply, destroy, policy and the local AWS are the platform's."""

from tooling.tasks import namespace  # noqa: F401
