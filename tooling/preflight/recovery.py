"""The name of a secret stays taken while the deleted one can be recovered: 7 to 30 days."""

from __future__ import annotations

from collections.abc import Iterator

from tooling.plan.finding import Finding
from tooling.preflight.planned import Plan

ERROR = (
    "InvalidRequestException: You can't create this secret because a secret with this name is already"
    " scheduled for deletion"
)


def find(plan: Plan) -> Iterator[Finding]:
    """One for each secret that is made with the name of one that the same plan deletes."""
    secrets = [each for each in plan.of("aws_secretsmanager_secret") if not each.deposed]
    deleted = {
        (each.before.get("name"), each.region): each
        for each in secrets
        if each.gone and each.before.get("recovery_window_in_days") != 0
    }
    for each in secrets:
        old = deleted.get((each.after.get("name"), each.region))
        if each.made and old is not None and not each.new_first:
            yield Finding(
                "in-recovery",
                each.address,
                f"{'its predecessor' if old is each else old.address} of the same name is deleted first, and"
                f" can be recovered for {old.before.get('recovery_window_in_days') or 30} days",
                ERROR,
                "write `name_prefix` in place of `name`, or `recovery_window_in_days = 0` and apply that"
                " first",
            )
