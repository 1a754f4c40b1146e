"""Who can do an action on a resource: asked of the function that the local AWS asks.

Conditions are taken to hold where a request can make them hold, and are named. Only principals of the plan
and of its policies are asked about: what others in the account may by rights of their own is not in a plan.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tooling.access import Access, Policy, principals
from tooling.errors import PlatformError
from tooling.plan import iam

Evaluate = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
# As requests come: over TLS, by the account's own.
_USUAL = {"aws:SecureTransport": "true"}


@dataclass(frozen=True)
class Answer:
    """Whether a principal can, by which statement, and what must hold for it."""

    who: str
    allowed: bool
    by: str
    reason: str
    condition: str

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "who": self.who,
            "allowed": self.allowed,
            "by": self.by,
            "reason": self.reason,
            "condition": json.loads(self.condition) if self.condition else None,
        }


def who_can(access: Access, action: str, on: str, evaluate: Evaluate) -> list[Answer]:
    """What the evaluation says of every principal, those who can first.

    Args:
        on: an ARN, or the address of a resource of the plan.

    Raises:
        PlatformError: the action or the resource is none.
    """
    if ":" not in action or "*" in action:
        raise PlatformError(f"'{action}' is no action", "write one, such as s3:DeleteObject")
    place = access.arns.get(on, on)
    if not place.startswith("arn:") and place != "*":
        raise PlatformError(
            f"'{on}' is neither an ARN nor a resource of the plan whose ARN is known",
            "write the ARN, such as arn:aws:s3:::orders/2026/1.json",
        )
    of_resource = [
        each for each in access.policies if each.kind in ("resource", "trust") and _is_of(each, place)
    ]
    cases = list(_cases(access, action, place, of_resource))
    decided = evaluate([case.question for case in cases])
    best: dict[str, Answer] = {}
    for case, decision in zip(cases, decided, strict=True):
        answer = Answer(case.who, decision["allowed"], decision["by"], decision["reason"], case.condition)
        known = best.get(case.who)
        if known is None or (answer.allowed and not known.allowed):
            best[case.who] = answer
    return sorted(best.values(), key=lambda each: (not each.allowed, each.who))


@dataclass(frozen=True)
class _Case:
    who: str
    condition: str
    question: dict[str, Any]


def _cases(access: Access, action: str, place: str, of_resource: list[Policy]) -> Iterator[_Case]:
    decides = any(":kms:" in place or each.kind == "trust" for each in of_resource) or ":kms:" in place
    owner = place.split(":")[4] if place.count(":") >= 5 else ""
    account = owner or access.account or "000000000000"
    shared = {"resource": [_named(each) for each in of_resource], "resource_decides": decides}
    for role in access.roles:
        own = [each for each in access.policies if each.of == role.address]
        rights = [each for each in own if each.kind == "rights"]
        boundary = next((each for each in own if each.kind == "boundary"), None)
        policies = {
            **shared,
            "identity": [_named(each) for each in rights],
            "boundary": _named(boundary) if boundary else None,
        }
        arn = role.arn
        home = arn.split(":")[4] or account
        session = arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/", 1) + "/session"
        principal = {"kind": "role", "arn": session, "account": home, "role_arn": arn}
        if role.kind != "role":  # what a group may, each of its users may
            principal = {"kind": "user", "arn": arn, "account": home}
        yield from _asked(
            f"{role.kind} {role.address}",
            principal,
            [*rights, *of_resource],
            action,
            place,
            account,
            policies,
        )
    for kind, who in sorted({each for policy in of_resource for each in _principals(policy)}):
        if kind == "Service":
            principal = {"kind": "service", "arn": "", "account": "", "name": who.removeprefix("service ")}
        elif who == "anyone":
            principal = {"kind": "anonymous", "arn": "", "account": ""}
        elif who.startswith("account "):
            number = who.removeprefix("account ")
            if number == account:
                continue  # its own account: whom it gives rights by IAM
            principal = {"kind": "root", "arn": f"arn:aws:iam::{number}:root", "account": number}
        else:
            continue  # a role or user by its ARN: of this plan, or of another
        yield from _asked(who, principal, of_resource, action, place, account, shared)


def _asked(
    who: str,
    principal: dict[str, str],
    policies: list[Policy],
    action: str,
    place: str,
    account: str,
    given: dict[str, Any],
) -> Iterator[_Case]:
    """The question without any condition, and once for the conditions of each statement that could apply."""
    contexts: list[tuple[str, dict[str, Any]]] = [("", {})]
    for policy in policies:
        for statement in _statements(policy):
            condition = statement.get("Condition")
            if condition and statement.get("Effect") == "Allow" and _speaks_of(statement, action):
                contexts.append((json.dumps(condition, sort_keys=True), context_of(condition)))
    for condition, context in contexts:
        yield _Case(
            who,
            condition,
            {
                "principal": principal,
                "action": action,
                "resource": place,
                "account": account,
                "context": {**_USUAL, **context},
                "policies": given,
            },
        )


def context_of(condition: Mapping[str, Any]) -> dict[str, Any]:
    """Condition keys with which a condition holds, where a request can make it hold."""
    found: dict[str, Any] = {}
    for test, keys in condition.items():
        name = test.rpartition(":")[2].removesuffix("IfExists")
        if "Not" in name or name == "Null" or not isinstance(keys, Mapping):
            continue
        for key, values in keys.items():
            value = str(next(iter(values if isinstance(values, list) else [values]), ""))
            found[key] = value.replace("*", "any") if "Like" in name or "Arn" in name else value
    return found


def _is_of(policy: Policy, place: str) -> bool:
    """Whether a resource's policy is of what an ARN names: the resource, or something in it."""
    if policy.on and (place == policy.on or place.startswith((f"{policy.on}/", f"{policy.on}:"))):
        return True
    return any(
        fnmatchcase(place, str(resource))
        for statement in _statements(policy)
        for resource in _listed(statement.get("Resource"))
        if resource not in ("*", iam.UNKNOWN)
    )


def _speaks_of(statement: Mapping[str, Any], action: str) -> bool:
    named = _listed(statement.get("Action"))
    return not named or any(fnmatchcase(action.lower(), str(each).lower()) for each in named)


def _principals(policy: Policy) -> Iterator[tuple[str, str]]:
    for statement in _statements(policy):
        if statement.get("Effect") == "Allow":
            yield from principals(statement)


def _statements(policy: Policy) -> list[Mapping[str, Any]]:
    return _listed(policy.document.get("Statement"))


def _named(policy: Policy) -> dict[str, Any]:
    document = {"Version": "2012-10-17", **policy.document}
    return {"name": policy.address, "document": document}


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
