"""The statements of a policy document, made ready to be compared with requests.

The rules are those of the IAM User Guide, section "IAM JSON policy element reference".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

from local_aws.authorisation.conditions import Absence, Condition, conditions
from local_aws.authorisation.request import Principal
from local_aws.authorisation.variables import Context, Template, pattern, regex_of, template, values_of

Document = Mapping[str, Any]

_ACCOUNT = re.compile(r"(?:arn:[^:]+:iam::)?(\d{12})(?::root)?")


class Match(IntEnum):
    """How closely the `Principal` element of a statement names a principal."""

    NONE = 0
    ACCOUNT = 1
    """It names the account, which hands the decision to the account's own identity-based policies."""
    ROLE = 2
    """It names the role of the session that asks."""
    DIRECT = 3
    """It names the user, the session, the service or the provider itself, or everybody."""


@dataclass(frozen=True, slots=True)
class Principals:
    """A `Principal` or `NotPrincipal` element, as pairs such as ("AWS", "*")."""

    entries: tuple[tuple[str, str], ...]
    negated: bool

    def match(self, principal: Principal, deny: bool, bounded: bool) -> Match:
        """How closely the element names the principal.

        "NotPrincipal": with Deny, it spares a principal only when its account, its role and itself are all
        named, and never one that has a permissions boundary.

        Args:
            deny: the statement denies.
            bounded: the principal has a permissions boundary.
        """
        found = {_entry_match(entry, principal) for entry in self.entries}
        if not self.negated:
            return max(found, default=Match.NONE)
        spared = not found <= {Match.NONE}
        if deny and ("AWS", "*") not in self.entries:
            spared = _levels(principal) <= found and not bounded
        return Match.NONE if spared else Match.DIRECT


def _levels(principal: Principal) -> set[Match]:
    """The ways in which `NotPrincipal` must name a principal to spare it from a Deny."""
    if principal.kind == "user":
        return {Match.DIRECT, Match.ACCOUNT}
    if principal.kind == "role":
        return {Match.DIRECT, Match.ROLE, Match.ACCOUNT}
    return {Match.DIRECT}


def _entry_match(entry: tuple[str, str], principal: Principal) -> Match:
    kind, value = entry
    if kind == "AWS":
        if value == "*" or (value == principal.arn and principal.in_account):
            return Match.DIRECT
        return Match.ROLE if principal.kind == "role" and value == principal.role else Match.NONE
    if kind in ("Account", "CanonicalUser"):
        account = principal.account if kind == "Account" else principal.name
        if not principal.in_account or value != account:
            return Match.NONE
        return Match.DIRECT if principal.kind == "root" else Match.ACCOUNT
    same = kind.lower() == principal.kind and value == principal.name
    return Match.DIRECT if same else Match.NONE


def _principals(element: str | Mapping[str, object], negated: bool) -> Principals:
    pairs = {"AWS": element} if isinstance(element, str) else element
    entries = [(kind, value) for kind, values in pairs.items() for value in values_of(values)]
    return Principals(tuple(_with_account(kind, value) for kind, value in entries), negated)


def _with_account(kind: str, value: str) -> tuple[str, str]:
    """An account is named by its number or by the ARN of its root user; both mean the same."""
    match = _ACCOUNT.fullmatch(value) if kind == "AWS" else None
    return ("Account", match[1]) if match else (kind, value)


@dataclass(frozen=True, slots=True)
class Resources:
    """A `Resource` or `NotResource` element."""

    fixed: re.Pattern[str] | None
    """All entries without a policy variable, as one expression."""
    templates: tuple[Template, ...]
    """Entries with policy variables."""
    negated: bool

    def match(self, resource: str, context: Context) -> bool:
        """Whether the statement is about the resource. ARNs are case-sensitive."""
        if self.fixed is not None and self.fixed.fullmatch(resource):
            return not self.negated
        if not self.templates:
            return self.negated
        texts = [item.resolve(context) for item in self.templates]
        # `NotResource` would match because a variable has no value: such a statement is not valid.
        if self.negated and None in texts:
            return False
        found = any(pattern(text).fullmatch(resource) for text in texts if text is not None)
        return found is not self.negated


def _resources(entries: Sequence[str], negated: bool, variables: bool) -> Resources:
    read = [_resource(entry, variables) for entry in entries]
    fixed = [text for text in (item.fixed for item in read) if text is not None]
    return Resources(
        re.compile(regex_of(fixed), re.DOTALL) if fixed else None,
        tuple(item for item in read if item.fixed is None),
        negated,
    )


def _resource(entry: str, variables: bool) -> Template:
    """Variables are allowed only in the last part of an ARN, after the fifth colon ("Variables and tags")."""
    parts = entry.split(":", 5)
    if len(parts) < 6:
        return template(entry, variables=False)
    before = ":".join(parts[:5]) + ":"
    return Template(((before, True), *template(parts[5], variables).parts))


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, ready to be compared with requests."""

    sid: str
    allow: bool
    actions: re.Pattern[str]
    other_actions: bool
    """The element is `NotAction`."""
    resources: Resources | None
    principals: Principals | None
    conditions: tuple[Condition | Absence, ...]

    def applies(self, action: str, resource: str, context: Context) -> bool:
        """Whether it is about the action and the resource, and its conditions hold."""
        if (self.actions.fullmatch(action) is None) is not self.other_actions:
            return False
        if self.resources is None:
            # Only policies that belong to a resource, such as trust policies, may leave it out.
            if self.principals is None:
                return False
        elif not self.resources.match(resource, context):
            return False
        return all(condition.holds(context) for condition in self.conditions)

    def names(self, principal: Principal, bounded: bool) -> Match:
        """How closely a statement of a resource-based policy names the principal."""
        if self.principals is None:
            return Match.NONE
        return self.principals.match(principal, not self.allow, bounded)


_by_identity: dict[int, tuple[Document, tuple[Statement, ...]]] = {}
_REMEMBERED = 4096


def statements(document: Document) -> tuple[Statement, ...]:
    """The statements of a document. A document must not be changed in place once it was given to this.

    Raises:
        ValueError: the document is malformed.
    """
    known = _by_identity.get(id(document))
    if known is not None:
        return known[1]
    try:
        # Documents that are read from the same text again and again are made ready once.
        found = _read(json.dumps(document, sort_keys=True, default=dict))
    except TypeError as error:
        raise ValueError(f"malformed policy document: {error}") from error
    if len(_by_identity) >= _REMEMBERED:
        _by_identity.clear()
    # The document is kept with its statements: no other object can get its id while the entry exists.
    _by_identity[id(document)] = (document, found)
    return found


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str) -> tuple[Statement, ...]:
    parsed = json.loads(text)
    try:
        element = parsed["Statement"]
        variables = parsed.get("Version") == "2012-10-17"
        return tuple(
            _statement(item, variables) for item in (element if isinstance(element, list) else [element])
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"malformed policy document: {error!r}") from error


def _statement(element: Mapping[str, Any], variables: bool) -> Statement:
    if element["Effect"] not in ("Allow", "Deny"):
        raise ValueError(f"unknown effect {element['Effect']}")
    actions = values_of(element["NotAction" if "NotAction" in element else "Action"])
    resource = next((key for key in ("Resource", "NotResource") if key in element), None)
    principal = next((key for key in ("Principal", "NotPrincipal") if key in element), None)
    return Statement(
        sid=element.get("Sid", ""),
        allow=element["Effect"] == "Allow",
        actions=re.compile(regex_of([((action, True),) for action in actions]), re.IGNORECASE),
        other_actions="NotAction" in element,
        resources=_resources(values_of(element[resource]), resource == "NotResource", variables)
        if resource
        else None,
        principals=_principals(element[principal], principal == "NotPrincipal") if principal else None,
        conditions=conditions(element.get("Condition", {}), variables),
    )
