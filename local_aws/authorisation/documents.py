"""What makes a policy document malformed, in AWS's words where they are known.

The rules are those of the IAM User Guide, pages "Grammar of the IAM JSON policy language" and "IAM JSON
policy element reference". The messages are those of IAM's `MalformedPolicyDocument` errors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from local_aws.authorisation.conditions import known_operator, moment
from local_aws.authorisation.variables import values_of

Kind = Literal["identity", "resource", "trust", "key"]

SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"

_TOP = {"Version", "Id", "Statement"}
_ELEMENTS = {
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"),
    "Condition",
}
_PRINCIPALS = {"AWS", "Service", "Federated", "CanonicalUser"}
_PARTITIONS = {
    *("*", "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"),
}
_AWS_PRINCIPAL = re.compile(
    r"\*|\d{12}|A[A-Z]{3}[A-Z0-9]{12,}|arn:[\w-]+:(iam|sts)::(\d{12}|cloudfront):[^*]+"
)
_SERVICE_PRINCIPAL = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@lru_cache(maxsize=4096)
def parse(text: str) -> Mapping[str, Any]:
    """Read a document. The same text gives the same object, so that it is made ready only once.

    Raises:
        ValueError: it is not JSON, not an object, or it has the same element twice.
    """
    document = json.loads(text, object_pairs_hook=_unique)
    if not isinstance(document, dict):
        raise ValueError("a policy document is a JSON object")
    return document


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same element twice")
    return found


def problems(document: Mapping[str, Any] | str, *, kind: Kind) -> str | None:
    """What makes a document malformed, as AWS says it; None if it is well-formed.

    Args:
        kind: what it is attached to. A resource is one that is neither a role (trust) nor a KMS key (key).
    """
    if isinstance(document, str):
        try:
            document = parse(document)
        except ValueError:
            return "This policy contains invalid Json" if kind == "trust" else SYNTAX
    return next(_problems(document, kind), None)


def _problems(document: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    """All problems, the one that AWS reports first at the beginning."""
    element = document.get("Statement")
    found: list[Any] = element if isinstance(element, list) else [element]
    if not document.keys() <= _TOP or not found or not all(_well_formed(item) for item in found):
        yield SYNTAX
        return
    yield from _version(document, kind)
    for statement in found:
        yield from _dates(statement)
    yield from _sids(found, kind)
    for statement in found:
        yield from _principal(statement, kind)
        yield from _actions(statement, kind)
        yield from _resources(statement, kind)
        yield from _condition_keys(statement)


def _version(document: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    version = document.get("Version", "2008-10-17")
    if version not in ("2008-10-17", "2012-10-17"):
        yield SYNTAX
    elif kind == "identity" and version != "2012-10-17":
        yield "Policy document must be version 2012-10-17 or greater."


def _well_formed(statement: Any) -> bool:
    """Whether a statement follows the grammar."""
    if not isinstance(statement, dict) or not statement.keys() <= _ELEMENTS:
        return False
    if statement.get("Effect") not in ("Allow", "Deny") or not isinstance(statement.get("Sid", ""), str):
        return False
    pairs = (("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal"))
    if any(one in statement and other in statement for one, other in pairs):
        return False
    lists = [key for pair in pairs[:2] for key in pair if key in statement]
    if not all(_texts(statement[key]) for key in lists):
        return False
    principals = [statement[key] for key in pairs[2] if key in statement]
    return all(_principal_form(value) for value in principals) and _condition_form(statement)


def _texts(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, str) for item in items)


def _principal_form(value: Any) -> bool:
    if isinstance(value, str):
        return value == "*"
    return isinstance(value, dict) and value.keys() <= _PRINCIPALS and all(map(_texts, value.values()))


def _condition_form(statement: Mapping[str, Any]) -> bool:
    element = statement.get("Condition", {})
    if not isinstance(element, dict):
        return False
    return all(
        known_operator(name) and isinstance(keys, dict) and all(map(_scalars, keys.values()))
        for name, keys in element.items()
    )


def _scalars(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, str | bool | int | float) for item in items)


def _dates(statement: Mapping[str, Any]) -> Iterator[str]:
    for name, keys in statement.get("Condition", {}).items():
        if name.lower().rpartition(":")[2].startswith("date"):
            values = (text for value in keys.values() for text in values_of(value))
            if any(moment(text) is None for text in values):
                yield LEGACY


def _sids(found: Iterable[Mapping[str, Any]], kind: Kind) -> Iterator[str]:
    sids = [statement["Sid"] for statement in found if statement.get("Sid")]
    if len(set(sids)) != len(sids):
        yield "Statement IDs (SID) in a single policy must be unique."
    if kind in ("identity", "trust") and not all(re.fullmatch(r"[0-9A-Za-z]*", sid) for sid in sids):
        yield (
            "Statement IDs (SID) must be alpha-numeric. "
            "Check that your input satisfies the regular expression [0-9A-Za-z]*"
        )


def _principal(statement: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    element = statement.get("Principal", statement.get("NotPrincipal"))
    if kind == "identity":
        if element is not None:
            yield "Policy document should not specify a principal."
        return
    if not element:
        yield "Missing required field Principal"
        return
    if isinstance(element, dict):
        for name, values in element.items():
            for value in values_of(values):
                if not _valid_principal(name, value):
                    yield f'Invalid principal in policy: "{name.upper()}":"{value}"'


def _valid_principal(name: str, value: str) -> bool:
    if name == "AWS":
        return _AWS_PRINCIPAL.fullmatch(value) is not None
    if name == "Service":
        return _SERVICE_PRINCIPAL.fullmatch(value) is not None
    return bool(value)


def _actions(statement: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    actions = values_of(statement.get("Action", statement.get("NotAction")))
    if not actions:
        yield "Policy statement must contain actions."
    for action in actions:
        vendor, colon, name = action.partition(":")
        if action != "*" and not colon:
            yield "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        elif ":" in name:
            yield "Actions/Condition can contain only one colon."
        elif action != "*" and not re.fullmatch(r"[A-Za-z0-9.-]+", vendor):
            yield f"Vendor {vendor} is not valid"
    if kind == "trust" and not all(action.lower().startswith("sts:") for action in actions):
        yield "AssumeRole policy may only specify STS AssumeRole actions."


def _resources(statement: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    names = [name for name in ("Resource", "NotResource") if name in statement]
    resources = [resource for name in names for resource in values_of(statement[name])]
    if kind == "trust":
        yield from (f"Has prohibited field {name}" for name in names)
        return
    # Policies of ECR repositories, for one, have no Resource element.
    if not resources and (names or kind in ("identity", "key")):
        yield "Policy statement must contain resources."
    if kind == "identity":
        for resource in resources:
            yield from _resource(resource)


def _resource(resource: str) -> Iterator[str]:
    """What is wrong with a resource of an identity-based policy."""
    if resource == "*":
        return
    parts = resource.split(":", 5)
    if len(parts) < 2 or parts[0] != "arn":
        yield f'Resource {resource} must be in ARN format or "*".'
        return
    partition, *rest = parts[1:]
    if partition not in _PARTITIONS:
        shown = ":".join([*rest, *["*"] * (4 - len(rest))])
        yield f'Partition "{partition}" is not valid for resource "arn:{partition}:{shown}".'
    elif len(rest) < 2 or re.search(r"[*?]", rest[0]):
        yield "Resource vendor must be fully qualified and cannot contain regexes."
    elif not rest[0] or (len(parts) < 6 and "::" in resource):
        yield LEGACY
    elif rest[0] == "iam" and rest[1] not in ("", "*"):
        yield f"IAM resource {resource} cannot contain region information."


def _condition_keys(statement: Mapping[str, Any]) -> Iterator[str]:
    for keys in statement.get("Condition", {}).values():
        if not all(":" in key for key in keys):
            yield "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
