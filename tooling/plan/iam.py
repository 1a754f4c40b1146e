"""What an IAM policy document allows, and what a newer one allows beyond it.

Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tooling.plan.masking import Masked

UNKNOWN = "(known after apply)"


@dataclass(frozen=True, order=True)
class Grant:
    """One action on one resource for one principal.

    `principal` is empty in an identity policy; `conditions` is their JSON, empty when there are none.
    A `Not…` element keeps its values with `not ` before each.
    """

    action: str
    resource: str
    principal: str
    conditions: str

    def covers(self, other: Grant) -> bool:
        """Whether a principal that had this grant already had `other`."""
        return (
            _matches(_lower(self.action), _lower(other.action))
            and _matches(self.resource, other.resource)
            and (self.principal in (other.principal, "*"))
            and self.conditions in ("", other.conditions)
        )


def is_document(value: object) -> bool:
    """Whether an attribute's value is a policy document in JSON."""
    return isinstance(value, str) and '"Statement"' in value and _parsed(value) is not None


def grants(document: str | Mapping[str, Any] | None, effect: str = "Allow") -> frozenset[Grant]:
    """Every grant of the document's statements that have this effect."""
    parsed = _parsed(document) or {}
    found: set[Grant] = set()
    for statement in _many(parsed.get("Statement")):
        if not isinstance(statement, Mapping) or statement.get("Effect") != effect:
            continue
        conditions = statement.get("Condition")
        text = json.dumps(_identity(conditions), sort_keys=True) if conditions else ""
        found.update(
            Grant(action, resource, principal, text)
            for action in _element(statement, "Action")
            for resource in _element(statement, "Resource") or [""]
            for principal in _principals(statement)
        )
    return frozenset(found)


def added(before: str | Mapping[str, Any] | None, after: str | Mapping[str, Any] | None) -> list[Grant]:
    """What `after` allows and `before` did not."""
    had = grants(before)
    return sorted(new for new in grants(after) if not any(old.covers(new) for old in had))


def no_longer_denied(before: str | None, after: str | None) -> list[Grant]:
    """What `before` denied and `after` does not."""
    denied = grants(after, "Deny")
    return sorted(old for old in grants(before, "Deny") if not any(new.covers(old) for new in denied))


def describe(found: Iterable[Grant]) -> list[str]:
    """One phrase for all that may do the same on the same: `allows sqs:SendMessage on orders`."""
    actions: dict[tuple[str, str, bool], list[str]] = {}
    for grant in found:
        key = (grant.resource, grant.principal, bool(grant.conditions))
        actions.setdefault(key, []).append(grant.action)
    resources: dict[tuple[tuple[str, ...], str, bool], list[str]] = {}
    for (resource, principal, conditional), names in actions.items():
        resources.setdefault((tuple(dict.fromkeys(names)), principal, conditional), []).append(resource)
    principals: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[str]] = {}
    for (names_, principal, conditional), places in resources.items():
        principals.setdefault((names_, tuple(places), conditional), []).append(principal)
    return [_phrase(*key, who) for key, who in principals.items()]


def from_data_source(values: Mapping[str, Any], unknown: Mapping[str, Any]) -> dict[str, Any]:
    """The document that a planned `aws_iam_policy_document` will be, UNKNOWN where it is not known yet."""
    statements = []
    for block, gap in _paired(values.get("statement"), unknown.get("statement")):
        statement: dict[str, Any] = {"Effect": block.get("effect") or "Allow"}
        if block.get("sid"):
            statement["Sid"] = block["sid"]
        for ours, theirs in (
            ("Action", "actions"),
            ("NotAction", "not_actions"),
            ("Resource", "resources"),
            ("NotResource", "not_resources"),
        ):
            known = _filled(block.get(theirs), gap.get(theirs))
            if known:
                statement[ours] = known
        for ours, theirs in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
            named: dict[str, list[str]] = {}
            for who, hole in _paired(block.get(theirs), gap.get(theirs)):
                kind = who.get("type") or "AWS"
                named.setdefault(kind, []).extend(_filled(who.get("identifiers"), hole.get("identifiers")))
            if named:
                statement[ours] = named
        conditions = _many(block.get("condition"))
        if conditions:
            statement["Condition"] = conditions
        statements.append(statement)
    return {"Statement": statements}


def short(arn: str) -> str:
    """An ARN without its account and region: `table/users`; anything else as it is."""
    return arn.split(":", 5)[5] if arn.startswith("arn:") and arn.count(":") >= 5 else arn


def _parsed(document: str | Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            return None
    return document if isinstance(document, Mapping) and "Statement" in document else None


def _many(value: Any) -> list[Any]:
    if value is None or isinstance(value, bool):
        return []
    return value if isinstance(value, list) else [value]


def _paired(blocks: Any, gaps: Any) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each block with what is unknown of it; a masked one may say anything."""
    holes = _many(gaps)
    found: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    for index, block in enumerate(_many(blocks)):
        hole = holes[index] if index < len(holes) and isinstance(holes[index], Mapping) else {}
        if isinstance(block, Masked):
            hidden = [block]
            found.append(({"actions": hidden, "resources": hidden, "identifiers": hidden}, {}))
        elif isinstance(block, Mapping):
            found.append((block, hole))
    return found


def _filled(values: Any, gaps: Any) -> list[str]:
    """The list with UNKNOWN for each element that only the apply will tell."""
    if gaps is True:
        return [UNKNOWN]
    return [UNKNOWN if value is None else _word(value) for value in _many(values)]


def _element(statement: Mapping[str, Any], name: str) -> list[str]:
    negated = [_not(value) for value in _many(statement.get(f"Not{name}"))]
    return [_word(value) for value in _many(statement.get(name))] + negated


def _principals(statement: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for key, negated in (("Principal", False), ("NotPrincipal", True)):
        principal = statement.get(key)
        kinds = principal.values() if isinstance(principal, Mapping) else [principal]
        found += [_not(who) if negated else _word(who) for kind in kinds for who in _many(kind)]
    return found or [""]


def _matches(pattern: str, value: str) -> bool:
    if isinstance(pattern, Masked) or (isinstance(value, Masked) and pattern != "*"):
        return pattern == value
    # [ is a letter in a policy, not a character class.
    return pattern == value or fnmatchcase(value, pattern.replace("[", "[[]"))


def _word(value: Any) -> str:
    """As text; a mask stays one."""
    return value if isinstance(value, str) else str(value)


def _not(value: Any) -> str:
    return Masked(["not", value.digest]) if isinstance(value, Masked) else f"not {value}"


def _lower(word: str) -> str:
    return word if isinstance(word, Masked) else word.lower()


def _identity(value: Any) -> Any:
    """A value in which two masks differ as what they mask does."""
    if isinstance(value, Mapping):
        return {name: _identity(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_identity(part) for part in value]
    return value.digest if isinstance(value, Masked) else value


def _phrase(
    actions: tuple[str, ...], resources: tuple[str, ...], conditional: bool, principals: list[str]
) -> str:
    where = ", ".join(dict.fromkeys(short(name) for name in resources if name))
    what = _joined(actions)
    who = ", ".join(_who(principal) for principal in principals)
    if principals == [""]:
        text = f"allows {what} on {'every resource' if where in ('', '*') else where}"
    elif all(name.lower().startswith("sts:assumerole") for name in actions):
        text = f"{who} may assume it"
    else:
        # A resource policy's "*" is the resource it hangs on.
        place = "" if where in ("", "*") else f" on {where}"
        text = f"{who} may {'do ' if what.startswith('every') else ''}{what}{place}"
    return f"{text}, under conditions" if conditional else text


def _who(principal: str) -> str:
    if principal == "*":
        return "anyone"
    account = re.fullmatch(r"arn:[\w-]+:iam::(\d+):root", principal)
    return f"account {account[1]}" if account else principal


def _joined(actions: tuple[str, ...]) -> str:
    """`dynamodb:GetItem, PutItem, sqs:SendMessage`: the service once for all of its actions."""
    words: list[str] = []
    last = ""
    for action in actions:
        service, _, name = action.partition(":")
        if action.endswith("*") and name in ("", "*"):
            words.append(f"every {service} action" if name else "every action")
        else:
            words.append(name if name and service == last else action)
        last = service
    return ", ".join(words)
